/**
 * A provider for AWS that asks nothing of AWS: the one of `platform/provider` behind Pulumi's provider protocol. It
 * checks inputs as the offline engine does, computes the same outputs, replaces what the real one replaces, and keeps
 * nothing but names that are taken: state is the CLI's.
 */
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { Empty, Struct, type StructMessage } from "../../../platform/engine/wire/protocol.ts";
import { fromStruct, toStruct } from "../../../platform/engine/wire/values.ts";
import { awsProvider, isDeletedFirst, replacedBy } from "../../../platform/provider/index.ts";
import { Account } from "./account.ts";
import { messages, providerBase, type Request } from "./provider-base.ts";
import { servePlugin } from "./serve.ts";

const require = createRequire(import.meta.url);
const services: typeof import("@pulumi/pulumi/proto/provider_grpc_pb.js") = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
const { version }: { version: string } = require("@pulumi/aws/package.json");

const account = new Account(process.env.TEST_ACCOUNT!);
let region = "eu-west-1";
let provider = awsProvider();

const typeOf = (urn: string) => urn.split("::")[2]!.split("$").at(-1)!;
const nameOf = (urn: string) => urn.split("::").slice(3).join("::");
const json = (struct: StructMessage | undefined) => (struct?.toJavaScript() ?? {}) as Record<string, unknown>;

const base = providerBase(version);

const handlers = {
  ...base,
  handshake() {
    const response = base.handshake();
    response.setAcceptResources(true);
    return response;
  },
  configure(request: Request<"ConfigureRequest">) {
    const { region: given } = json(request.getArgs());
    if (typeof given === "string") region = given;
    provider = awsProvider({ region });
    const response = base.configure();
    response.setAcceptresources(true);
    response.setSupportspreview(true);
    return response;
  },
  check(request: Request<"CheckRequest">) {
    const problems = provider.check(typeOf(request.getUrn()), fromStruct(request.getNews()));
    // The inputs stay as they came: archives carry the hash that a later diff compares.
    const response = base.check(request);
    response.setFailuresList(
      problems.map(({ property, reason }) => {
        const failure = new messages.CheckFailure();
        failure.setProperty(property);
        failure.setReason(reason);
        return failure;
      }),
    );
    return response;
  },
  diff(request: Request<"DiffRequest">) {
    const response = new messages.DiffResponse();
    const type = typeOf(request.getUrn());
    const before = comparable(json(request.getOldInputs() ?? request.getOlds()));
    const after = comparable(json(request.getNews()));
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (key) => !isDeepStrictEqual(before[key], after[key]),
    );
    response.setDiffsList(changed);
    // The engine wants the names of whole arguments.
    const replaces = [...new Set(replacedBy(type, before, after).map((path) => /^\w+/.exec(path)![0]))];
    response.setReplacesList(replaces);
    response.setDeletebeforereplace(replaces.length > 0 && isDeletedFirst(type, after));
    const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
    response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
    return response;
  },
  async create(request: Request<"CreateRequest">) {
    const response = new messages.CreateResponse();
    const { id, outputs } = computed(request.getUrn(), request.getProperties(), request.getPreview());
    response.setId(id);
    if (!request.getPreview()) {
      account.create(typeOf(request.getUrn()), region, json(request.getProperties()));
      // What another provider would compute is unknown offline; a resource that is made has an id all the same.
      response.setId(id || nameOf(request.getUrn()));
      await pause(Number(process.env.TEST_SLOWNESS ?? 0));
    }
    response.setProperties(outputs);
    return response;
  },
  update(request: Request<"UpdateRequest">) {
    const response = new messages.UpdateResponse();
    // Known in a preview too: an update changes none of the computed outputs, but for the number of a new version.
    const { publish, version } = json(request.getOlds());
    const published = typeOf(request.getUrn()) === "aws:lambda/function:Function" && publish === true;
    const changed = published ? { version: String(Number(version) + 1) } : {};
    const { outputs } = computed(request.getUrn(), request.getNews(), false, changed);
    response.setProperties(outputs);
    return response;
  },
  read(request: Request<"ReadRequest">) {
    const response = new messages.ReadResponse();
    if (Object.keys(json(request.getProperties())).length === 0) return imported(request);
    response.setId(request.getId());
    response.setProperties(request.getProperties());
    response.setInputs(request.getInputs());
    return response;
  },
  delete(request: Request<"DeleteRequest">) {
    account.delete(typeOf(request.getUrn()), region, json(request.getOldInputs()));
    return new Empty();
  },
  invoke(request: Request<"InvokeRequest">) {
    const result = provider.invoke(request.getTok(), fromStruct(request.getArgs()));
    if (!result) throw new Error(`there is no fixture for ${request.getTok()}`);
    const response = new messages.InvokeResponse();
    response.setReturn(toStruct(result));
    return response;
  },
};

/** What an import or a lookup finds: a resource whose id is its name or, as of a queue, its URL; or nothing. */
function imported(request: Request<"ReadRequest">) {
  const response = new messages.ReadResponse();
  const id = request.getId();
  const name = id.startsWith("https://") ? id.slice(id.lastIndexOf("/") + 1) : id;
  if (!account.has(typeOf(request.getUrn()), region, { name })) return response;
  response.setId(id);
  response.setProperties(Struct.fromJavaScript({ name }));
  response.setInputs(Struct.fromJavaScript({ name }));
  return response;
}

/** The provider's outputs on top of the inputs as they came, so that secrets and archives keep their marks. */
function computed(urn: string, properties: StructMessage | undefined, preview: boolean, changed = {}) {
  const inputs = fromStruct(properties);
  const { id, outputs } = provider.create({ urn, type: typeOf(urn), name: nameOf(urn), inputs }, { preview });
  const more = Object.fromEntries(Object.entries(outputs).filter(([key]) => !(key in inputs)));
  const all = { ...json(toStruct(more)), ...json(properties), ...changed };
  return { id, outputs: Struct.fromJavaScript(all as Parameters<typeof Struct.fromJavaScript>[0]) };
}

/** Archives and assets by their content: the path may differ from machine to machine. */
function comparable<T>(value: T): T;
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (!value || typeof value !== "object") return value;
  if ("hash" in value && "4dabf18193072939515e22adb298388d" in value) return { hash: value.hash };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, comparable(inner)]));
}

servePlugin(services.ResourceProviderService, handlers);
