const { open, today } = await (await fetch("/api/opening-hours")).json();

document.querySelector("#hours").textContent =
  `${open ? "Open" : "Closed"} now. Today: ${today ?? "closed"}.`;
