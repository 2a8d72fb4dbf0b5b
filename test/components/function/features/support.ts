import { Function, type FunctionSettings } from "../../../../platform/index.ts";
import { graphOfProgram, inputsOf, partsOf, statements } from "../../../support/index.ts";

export const handler = "src/handler.ts";
export const of = (args: FunctionSettings) =>
  graphOfProgram(() => void new Function("worker", { handler, ...args }));
export const functionOf = async (args: FunctionSettings) => inputsOf(await of(args), "worker-function");
const usual = await of({});
export const added = async (args: FunctionSettings) => {
  const before = partsOf(usual);
  return partsOf(await of(args)).filter((part) => !before.includes(part));
};
export const permitted = async (args: FunctionSettings) =>
  statements(await of(args), "worker-policy").filter(
    ({ actions }) => !/^(logs|xray|sqs):/.test(actions[0] ?? ""),
  );

export const subnetIds = ["subnet-1", "subnet-2"];

/** Permissions on the interfaces of a function in a VPC. */
export const interfaces = [
  {
    effect: "Allow",
    actions: [
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:UnassignPrivateIpAddresses",
    ],
    resources: ["*"],
  },
];
