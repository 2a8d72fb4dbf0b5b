/**
 * The region that CloudFront takes certificates, web ACLs and functions from, and where its logs and metrics are, wherever
 * a service is. Sources: "Requirements for using SSL/TLS certificates with CloudFront", "Restrictions on Lambda@Edge".
 */
export const edgeRegion = "us-east-1";
