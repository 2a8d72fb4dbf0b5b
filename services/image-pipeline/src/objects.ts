import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { environment } from "#runtime";
import type { Env } from "../index.ts";

const env = environment<Env>();
const s3 = new S3Client({});
const at = (Key: string) => ({ Bucket: env.IMAGES_BUCKET_NAME, Key });

export async function read(key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand(at(key)));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

export async function write(key: string, body: Buffer, type: string): Promise<void> {
  await s3.send(new PutObjectCommand({ ...at(key), Body: body, ContentType: type }));
}

export async function copy(from: string, to: string): Promise<void> {
  const CopySource = `${env.IMAGES_BUCKET_NAME}/${encodeURIComponent(from)}`;
  await s3.send(new CopyObjectCommand({ ...at(to), CopySource }));
}

export async function remove(key: string): Promise<void> {
  await s3.send(new DeleteObjectCommand(at(key)));
}
