// Loaded before the command (node --import): its piped stdin counts as a terminal, so that it asks.
Object.defineProperty(process.stdin, "isTTY", { value: true });
