import { spawn } from "node:child_process";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { checked, key, source } from "./invoice.mjs";

const s3 = new S3Client();

/** A batch of invoices: what fails comes back alone. The same invoice again writes the same object again. */
export async function handler({ Records }) {
  const results = await Promise.allSettled(Records.map(({ body }) => render(JSON.parse(body))));
  const failed = Records.filter((_, i) => results[i].status === "rejected");
  for (const { reason } of results.filter(({ status }) => status === "rejected"))
    console.error(JSON.stringify({ level: "ERROR", message: "The invoice failed", error: String(reason) }));
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function render(given) {
  const invoice = checked(given);
  const Body = await typeset(source(invoice));
  const Bucket = process.env.DOCUMENTS_BUCKET_NAME;
  await s3.send(new PutObjectCommand({ Bucket, Key: key(invoice), Body, ContentType: "application/pdf" }));
}

/** PDF of a groff document. `-S`, groff's default, keeps documents from starting programs. */
function typeset(document) {
  return new Promise((resolve, reject) => {
    const groff = spawn("groff", ["-Tpdf", "-Kutf8", "-t", "-ms"], { stdio: ["pipe", "pipe", "inherit"] });
    const parts = [];
    groff.stdout.on("data", (part) => parts.push(part));
    groff.once("error", reject);
    groff.once("close", (code) =>
      code === 0 ? resolve(Buffer.concat(parts)) : reject(new Error(`groff ended with ${code}`)),
    );
    groff.stdin.end(document);
  });
}
