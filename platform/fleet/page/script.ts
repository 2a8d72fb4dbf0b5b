/**
 * The page's only script. It shows one resource at a time: the one that a click, Enter or the space bar chooses in the
 * picture or that a link of the table names. Everything it shows is in the page already.
 */
export const script = `
const nodes = [...document.querySelectorAll(".diagram .node")];
const details = new Map([...document.querySelectorAll("[data-details]")].map((one) => [one.dataset.details, one]));
function show(urn) {
  if (!details.has(urn)) return;
  document.getElementById("hint").hidden = true;
  document.getElementById("panel").scrollTop = 0;
  for (const [of, one] of details) one.hidden = of !== urn;
  for (const node of nodes) node.setAttribute("aria-pressed", String(node.dataset.urn === urn));
}
for (const node of nodes) {
  node.setAttribute("aria-pressed", "false");
  node.addEventListener("click", () => show(node.dataset.urn));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show(node.dataset.urn);
  });
}
for (const link of document.querySelectorAll("[data-shows]"))
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(link.dataset.shows);
    document.getElementById("panel").scrollIntoView({ block: "nearest" });
    document.getElementById("panel").focus({ preventScroll: true });
  });
`.trim();
