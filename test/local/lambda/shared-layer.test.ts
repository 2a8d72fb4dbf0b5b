import { expect, test } from "vitest";
import { local } from "#local";
import { without } from "../../support/index.ts";

const config = {
  defaults: JSON.stringify({ foundation: { stack: "foundation" }, function: { sharedLayer: true } }),
};

test.skipIf(without("users-api"))(
  "a service whose functions use the shared layer answers over HTTP, with the SDK out of the layer",
  async () => {
    await using app = await local("users-api", { config });
    expect(app.unsupported).toEqual([]);
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ email: "ada@example.com", name: "Ada" });
    const created = await fetch(`${app.url}/users`, { method: "POST", headers, body });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    const read = await fetch(`${app.url}/users/${id}`);
    expect(await read.json()).toMatchObject({ id, email: "ada@example.com" });
  },
);
