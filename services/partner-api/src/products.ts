/** What partners can order; prices in cents. */
export const products = [
  { sku: "MUG-01", name: "Mug", price: 900 },
  { sku: "TEE-01", name: "T-shirt", price: 2_400 },
] as const;
