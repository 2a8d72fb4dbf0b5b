import { type FeatureSubject, versionOf } from "./feature.ts";

/** First version of each language that can start from a snapshot. Source: "Improving startup performance with Lambda SnapStart". */
const first: Readonly<Record<string, number>> = { java: 11, python: 12, dotnet: 8 };

/** MB of /tmp that a snapshot may have. Source: as above, "Supported features and limitations". */
const maxStorage = 512;

/** Problems with a snapshot and what it excludes. Source: as above. */
export function snapStartProblems(
  on: boolean | undefined,
  { runtime, settings, hasProvisionedConcurrency }: FeatureSubject,
  hasFileSystem: boolean,
): string[] {
  if (on !== true) return [];
  const [language, version] = versionOf(runtime);
  const exclude = (other: string) =>
    `snapStart, ${other}: both are given; they exclude each other, leave one out.`;
  return [
    ...(version >= (first[language] ?? Number.POSITIVE_INFINITY)
      ? []
      : [
          `snapStart: ${runtime ?? "a container image"} has none; Java 11, Python 3.12, .NET 8 and later have, Node.js, images and programs of your own don't.`,
        ]),
    ...(hasProvisionedConcurrency ? [exclude("provisionedConcurrency")] : []),
    ...(hasFileSystem ? [exclude("fileSystem")] : []),
    ...(settings.ephemeralStorage > maxStorage
      ? [
          `ephemeralStorage: ${settings.ephemeralStorage} given; with snapStart at most ${maxStorage} MB are allowed.`,
        ]
      : []),
  ];
}
