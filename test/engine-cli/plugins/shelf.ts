/**
 * A provider of books on a shelf: small, so that many stacks can be deployed in a test. What there is, and each call that made, changed or removed
 * something, is in the folder that TEST_ACCOUNT names. A name that is taken is refused, as AWS refuses most.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Empty, Struct, type StructMessage } from "../../../platform/engine/wire/protocol.ts";
import { messages, providerBase, type Request } from "./provider-base.ts";
import { servePlugin } from "./serve.ts";

const require = createRequire(import.meta.url);
const services: typeof import("@pulumi/pulumi/proto/provider_grpc_pb.js") = require("@pulumi/pulumi/proto/provider_grpc_pb.js");

interface Book {
  readonly title: string;
  readonly text: string;
  /** Milliseconds that the call takes after it has done its work, as AWS's do. */
  readonly slowness?: number;
}

const shelf = join(process.env.TEST_ACCOUNT!, "shelf");
mkdirSync(shelf, { recursive: true });
const fileOf = (title: string) => join(shelf, title);
const note = (what: string, title: string) =>
  appendFileSync(join(process.env.TEST_ACCOUNT!, "calls"), `${what} ${title}\n`);

const bookOf = (struct: StructMessage | undefined) => (struct?.toJavaScript() ?? {}) as unknown as Book;
const structOf = (book: Book) =>
  Struct.fromJavaScript(book as unknown as Parameters<typeof Struct.fromJavaScript>[0]);

servePlugin(services.ResourceProviderService, {
  ...providerBase("1.0.0"),
  diff(request: Request<"DiffRequest">) {
    const response = new messages.DiffResponse();
    const [before, after] = [bookOf(request.getOlds()), bookOf(request.getNews())];
    const changed = (["title", "text"] as const).filter((key) => before[key] !== after[key]);
    response.setDiffsList(changed);
    response.setReplacesList(changed.filter((key) => key === "title"));
    const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
    response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
    return response;
  },
  async create(request: Request<"CreateRequest">) {
    const response = new messages.CreateResponse();
    const book = bookOf(request.getProperties());
    if (!request.getPreview()) {
      if (book.text === "torn") throw new Error(`${book.title} is torn`);
      writeFileSync(fileOf(book.title), JSON.stringify(book), { flag: "wx" });
      note("create", book.title);
      await pause(book.slowness ?? 0);
    }
    response.setId(book.title);
    response.setProperties(structOf(book));
    return response;
  },
  async update(request: Request<"UpdateRequest">) {
    const response = new messages.UpdateResponse();
    const book = bookOf(request.getNews());
    if (!request.getPreview()) {
      if (book.text === "torn") throw new Error(`${book.title} is torn`);
      writeFileSync(fileOf(book.title), JSON.stringify(book));
      note("update", book.title);
      await pause(book.slowness ?? 0);
    }
    response.setProperties(structOf(book));
    return response;
  },
  read(request: Request<"ReadRequest">) {
    const response = new messages.ReadResponse();
    const file = fileOf(request.getId());
    if (!existsSync(file)) return response;
    const book = structOf(JSON.parse(readFileSync(file, "utf8")) as Book);
    response.setId(request.getId());
    response.setProperties(book);
    response.setInputs(book);
    return response;
  },
  delete(request: Request<"DeleteRequest">) {
    rmSync(fileOf(request.getId()), { force: true });
    note("delete", request.getId());
    return new Empty();
  },
});
