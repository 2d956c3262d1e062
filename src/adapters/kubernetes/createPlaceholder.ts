import type { Placeholder, Written } from "../../ports/cluster.ts";
import type { FencedRequests } from "./fencedRequests.ts";
import { type Least, leastAdmitted } from "./leastAdmitted.ts";
import { placeholderPod, type TemplateJson } from "./placeholderPod.ts";
import { collectionPath, RESOURCES } from "./resources.ts";

/** Of finding the least that a namespace admits: each of its LimitRanges may say another one. */
const LEAST_TRIES = 4;

/** Makes a pod of the shape that its model's pods have at this moment, and that does nothing. */
export async function createPlaceholder(
  { read, send }: FencedRequests,
  placeholder: Placeholder,
  image: string,
): Promise<Written> {
  const model = await read(placeholder.shapeOf.kind, placeholder.shapeOf.key);
  if (!model.ok) return model;
  const template = model.value.spec.template as TemplateJson;
  const what = `create a ${placeholder.role.toLowerCase()} of ${placeholder.pool}`;
  const path = collectionPath(RESOURCES.Pod, placeholder.namespace);
  const create = (least: Least) =>
    send(what, "POST", path, { body: placeholderPod(placeholder, template, image, least) });
  return placeholder.role === "Waker" ? withTheLeast(create) : create({});
}

/** Asks for nothing, and where that is refused for what the refusal says is the least. */
async function withTheLeast(create: (least: Least) => Promise<Written>): Promise<Written> {
  let least: Least = {};
  for (let more = LEAST_TRIES; ; more--) {
    const written = await create(least);
    if (written.ok || written.failure.code !== "Refused" || more <= 1) return written;
    const wanted = leastAdmitted(written.failure.message, least);
    if (wanted === undefined) return written;
    least = wanted;
  }
}
