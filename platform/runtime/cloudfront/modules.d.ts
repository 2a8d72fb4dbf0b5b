/** A module of the runtime of CloudFront Functions. Source: "Helper methods for key value stores". */
declare module "cloudfront" {
  /** The store of the distribution: the only one that its functions have. */
  interface KeyValueStoreHandle {
    get(key: string): Promise<string>;
    exists(key: string): Promise<boolean>;
  }
  const cloudfront: { kvs(): KeyValueStoreHandle };
  export default cloudfront;
}
