interface Invoice {
  readonly id: string;
  readonly customer: string;
  readonly lines: readonly { readonly text: string; readonly cents: number }[];
}
export function checked(invoice: unknown): Invoice;
export function key(invoice: Invoice): string;
export function source(invoice: Invoice): string;
