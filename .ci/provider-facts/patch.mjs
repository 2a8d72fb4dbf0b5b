/**
 * Changes copies of Terraform's AWS provider (`<work>/provider`) and of its SDK (`<work>/sdk`) so that main.go is built in
 * minutes and can tell what a validator wants: validators are closures, which say nothing of what they were made with.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [work] = process.argv.slice(2);
const provider = join(work, "provider");
const module = "github.com/hashicorp/terraform-provider-aws";

/** The provider's packages that have the types of types.tsv. */
const services =
  "acm apigateway apigatewayv2 appautoscaling budgets ce cloudfront cloudwatch cognitoidp deploy dynamodb ec2 ecr elbv2 events iam iot " +
  "kinesis kms lambda logs route53 s3 scheduler secretsmanager sfn sns sqs ssm wafv2";

const change = (file, to) => writeFileSync(file, to(readFileSync(file, "utf8")));
const sources = (dir) =>
  readdirSync(dir)
    .filter((name) => name.endsWith(".go") && !/_test\.go$|^testing\.go$/.test(name))
    .map((name) => join(dir, name));

// Every function that makes a validator notes its name and arguments for the closure that it returns.
function note(file, call) {
  const maker = /^func ([A-Z]\w*)\(([^)]*)\) (schema\.SchemaValidate(?:Diag)?Func) \{/gm;
  change(file, (text) =>
    text.replace(maker, (_, name, params, result) => {
      const names = params.split(",").flatMap((param) => param.trim().split(" ")[0] || []);
      const passed = names.join(", ") + (params.includes("...") ? "..." : "");
      return `func ${name}(${params}) ${result} {
	made := ${name}Made(${passed})
	return ${call}(${["made", `"${name}"`, ...names].join(", ")})
}

//go:noinline
func ${name}Made(${params}) ${result} {`;
    }),
  );
}

const validation = join(work, "sdk/helper/validation");
for (const file of sources(validation)) note(file, "Rec");
writeFileSync(
  join(validation, "rec.go"),
  `package validation

import (
	"reflect"
	"runtime"
	"sync"
	"unsafe"
)

type Note struct {
	Kind string
	Args []any
}

var (
	mu    sync.Mutex
	notes = map[unsafe.Pointer]Note{}
	kept  []any
)

// The data word of an interface that holds a function is its closure.
func closureOf(f any) unsafe.Pointer { return (*[2]unsafe.Pointer)(unsafe.Pointer(&f))[1] }

func Rec[F any](f F, kind string, args ...any) F {
	mu.Lock()
	defer mu.Unlock()
	kept = append(kept, f)
	notes[closureOf(f)] = Note{kind, args}
	return f
}

func NoteOf(f any) (Note, bool) {
	mu.Lock()
	defer mu.Unlock()
	n, ok := notes[closureOf(f)]
	return n, ok
}

func NameOf(f any) string { return runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name() }
`,
);
for (const name of ["validate.go", "utf8_length_between.go"]) {
  const file = join(provider, "internal/verify", name);
  note(file, "validation.Rec");
  const [schema, helper] = ["schema", "validation"].map(
    (name) => `"github.com/hashicorp/terraform-plugin-sdk/v2/helper/${name}"`,
  );
  change(file, (text) => (text.includes(helper) ? text : text.replace(schema, `${schema}\n\t${helper}`)));
}
change(
  join(provider, "internal/framework/types/string_enum.go"),
  (text) => `${text}\nfunc (stringEnumType[T]) DumpValues() []string { return enum.Values[T]() }\n`,
);

writeFileSync(
  join(provider, "facts/packages.go"),
  `package main

import (
	"context"

	"${module}/internal/conns"
${services
  .split(" ")
  .map((name) => `	"${module}/internal/service/${name}"`)
  .join("\n")}
)

func packages(ctx context.Context) []conns.ServicePackage {
	return []conns.ServicePackage{${services
    .split(" ")
    .map((name) => `${name}.ServicePackage(ctx)`)
    .join(", ")}}
}
`,
);

// Clients of other services, which would take an hour to compile, are left out.
const packages = execFileSync("go", ["list", "-deps", "./facts"], { cwd: provider, encoding: "utf8" })
  .split("\n")
  .filter((name) => name.startsWith(`${module}/`))
  .map((name) => join(provider, name.slice(module.length + 1)));
const clients = join(provider, "internal/conns/awsclient_gen.go");
const used = new Set(
  packages
    .flatMap(sources)
    .filter((file) => file !== clients)
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\.(\w+Client)\(/g)].map((match) => match[1])),
);
change(clients, (text) => {
  const [head, ...methods] = text.split(/^(?=func \(c \*AWSClient\))/m);
  const kept = methods.filter((method) => used.has(/^func \(c \*AWSClient\) (\w+)/.exec(method)[1])).join("");
  const needed = (line) => {
    const [, path] = /"(.*aws-sdk-go-v2\/service\/.*)"/.exec(line) ?? [];
    if (path === undefined) return true;
    const name = /^\s*(\w+) "/.exec(line)?.[1] ?? path.split("/").at(-1);
    return new RegExp(`\\b${name}\\.`).test(kept);
  };
  return head.split("\n").filter(needed).join("\n") + kept;
});
