import { CopyObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { environment } from "#runtime";
import type { Env } from "../index.ts";

const env = environment<Env>();
const s3 = new S3Client({});
const at = (Key: string) => ({ Bucket: env.IMAGES_BUCKET_NAME, Key });

/** An object as it is, or exactly one of its versions. */
export interface Source {
  readonly key: string;
  readonly version?: string;
}

export async function read({ key, version }: Source): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ ...at(key), VersionId: version }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

export async function write(key: string, body: Buffer, type: string): Promise<void> {
  await s3.send(new PutObjectCommand({ ...at(key), Body: body, ContentType: type }));
}

export async function copy({ key, version }: Source, to: string): Promise<void> {
  const which = version === undefined ? "" : `?versionId=${encodeURIComponent(version)}`;
  const CopySource = `${env.IMAGES_BUCKET_NAME}/${encodeURIComponent(key)}${which}`;
  await s3.send(new CopyObjectCommand({ ...at(to), CopySource }));
}
