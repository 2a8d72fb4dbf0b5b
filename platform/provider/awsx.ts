import type { Properties } from "../engine/graph/graph.ts";
import { reveal, Unknown } from "../engine/graph/graph.ts";
import type { Provider } from "../engine/monitor/provider.ts";
import { digest } from "./stable-ids.ts";

type Construct = NonNullable<Provider["construct"]>;
type Make = Parameters<Construct>[1];

interface LifecycleRule {
  readonly description?: string;
  readonly tagStatus: string;
  readonly tagPrefixList?: readonly string[];
  readonly maximumNumberOfImages?: number;
  readonly maximumAgeLimit?: number;
}

/** Parts of components of @pulumi/awsx, as their plugin makes them. */
const components: Readonly<
  Record<string, (name: string, inputs: Properties, make: Make) => Promise<Properties>>
> = {
  "awsx:ecr:Repository": async (name, { lifecyclePolicy, ...inputs }, make) => {
    const own = name.toLowerCase();
    const { outputs } = await make("aws:ecr/repository:Repository", own, inputs);
    const { rules, skip } = (lifecyclePolicy ?? {}) as { rules?: LifecycleRule[]; skip?: boolean };
    if (!skip)
      await make("aws:ecr/lifecyclePolicy:LifecyclePolicy", own, {
        repository: outputs.name,
        policy: lifecycleDocument(rules),
      });
    return { url: outputs.repositoryUrl };
  },
  "awsx:ecr:Image": async (name, inputs, make) => {
    const { repositoryUrl, imageTag, imageName, context = ".", dockerfile, platform, target, args } = inputs;
    const tag = imageName ?? imageTag ?? `${digest(`${name} ${context}`)}-container`;
    await make("docker-build:index:Image", String(tag), {
      tags: [repositoryUrl instanceof Unknown ? repositoryUrl : `${repositoryUrl}:${tag}`],
      context: { location: context },
      dockerfile: { location: dockerfile },
      platforms: platform ? [platform] : [],
      push: true,
      ...(args !== undefined && { buildArgs: args }),
      ...(target !== undefined && { target }),
    });
    // The digest is that of Docker's image; here, one that changes with the tag.
    const uri = `${repositoryUrl}@sha256:${digest(`${repositoryUrl}:${tag}`)}`;
    return { imageUri: repositoryUrl instanceof Unknown ? repositoryUrl : uri };
  },
  // Looks up the VPC that every account has, and makes nothing.
  "awsx:ec2:DefaultVpc": async () => ({
    vpcId: "vpc-00000000000000000",
    publicSubnetIds: ["a", "b", "c"].map((zone) => `subnet-0000000000000000${zone}`),
    privateSubnetIds: [],
  }),
};

/** The component's outputs once its parts are made; undefined for one that isn't known here. */
export const construct: Construct = ({ type, name, inputs }, make) =>
  components[type]?.(name, reveal(inputs) as Properties, make);

/** ECR's document for awsx's rules, the default being awsx's own. */
function lifecycleDocument(
  rules: readonly LifecycleRule[] = [
    { description: "remove untagged images", tagStatus: "untagged", maximumNumberOfImages: 1 },
  ],
): string {
  const ordered = [
    ...rules.filter(({ tagStatus }) => tagStatus !== "any"),
    ...rules.filter(({ tagStatus }) => tagStatus === "any"),
  ];
  return JSON.stringify({
    rules: ordered.map(
      ({ description, tagStatus, tagPrefixList, maximumNumberOfImages, maximumAgeLimit }, i) => ({
        rulePriority: i + 1,
        description,
        selection: {
          tagStatus,
          tagPrefixList,
          ...(maximumNumberOfImages === undefined
            ? { countType: "sinceImagePushed", countNumber: maximumAgeLimit, countUnit: "days" }
            : { countType: "imageCountMoreThan", countNumber: maximumNumberOfImages }),
        },
        action: { type: "expire" },
      }),
    ),
  });
}
