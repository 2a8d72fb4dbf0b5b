import * as random from "@pulumi/random";

const pet = random.RandomPet.get("pet", "kept");

export const { id } = pet;
export const words = pet.length;
