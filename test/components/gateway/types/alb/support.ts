/** A listener made elsewhere, and a load balancer of a gateway's own. */
export const listener = {
  arn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2",
  url: "https://api.example.com/",
};
export const loadBalancer = {
  vpcId: "vpc-1",
  subnets: ["subnet-a", "subnet-b"],
  certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/x",
};
