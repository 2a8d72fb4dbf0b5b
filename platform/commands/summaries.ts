/** Every npm script with a line on its use, in the order of `npm run help`. */
export const summaries = {
  "new-service": "Makes a new service in services/<name>; asks for answers that are missing.",
  init: "Makes the template an organisation's own: its name, region and owner; examples go. Once.",
  "upgrade-platform":
    "Takes a release of the template into a repository that init made an organisation's own.",
  "upgrade-services": "Brings services up to date with the templates that they were made of.",
  "rename-service": "Renames a service: its folder, project and what refers to it; what is deployed stays.",
  "remove-service": "Removes a service that nothing refers to and no stack holds resources of.",
  dev: "Runs a service on localhost from its own program and reloads it on save. Needs no AWS account.",
  plan: "Shows what a service would create: its functions, what invokes them, what they may do, findings. Needs no AWS account.",
  impact:
    "Shows what the files as they are now change in every service, against a git revision. Needs no AWS account.",
  diagram: "Draws a service as SVG: who calls what, failure paths dashed. Needs no AWS account.",
  why: "Tells why a setting has its value: which layer set it, where, for what reason. Needs no AWS account.",
  overrides:
    "Lists every exception: guarded settings and policies, who answers for it, days left. Needs no AWS account.",
  checks:
    "Checks all services of a stage together: concurrency, names, runtimes, loops, references. Needs no AWS account.",
  tune: "Measures a deployed function at several memory sizes, and proposes memory and timeout.",
  derive:
    "Brings up to date what follows from services: accounts in stack files, CODEOWNERS, the role of CI.",
  fleet:
    "Previews, deploys, refreshes or destroys the stacks of many services in their order, and finds drift.",
  demo: "Makes two services in a temporary folder, plans one, runs both on localhost and uses them.",
  bench: "Measures, side by side in one run, what docs/performance.md reports; takes a minute or two.",
  help: "Lists these commands.",
  check: "Checks format, lint, types, unused code and the tree of files.",
  format: "Formats the code, and mends what lint can mend.",
  vitest: "Runs the tests, all of them or those of the files that are named.",
  test: "Runs check, then all tests.",
  "test:engine": "Runs the tests that need the pulumi CLI or the tools of other languages.",
} as const;
