package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/go-cty/cty"
	ctyjson "github.com/hashicorp/go-cty/cty/json"
	"github.com/hashicorp/go-cty/cty/msgpack"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-provider-aws/internal/conns"
)

// judge prints, for each configuration of standard input, the errors that the provider has for it when Terraform
// validates and plans it; null where the provider can't be asked. It has no account: a plan that looks something up
// panics, after all checks that need none.
func judge() {
	ctx := context.Background()
	all := map[string]*schema.Resource{}
	for _, p := range packages(ctx) {
		for _, r := range p.SDKResources(ctx) {
			all[r.TypeName] = r.Factory()
		}
	}
	var cases []struct {
		Type   string
		Config json.RawMessage
	}
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	out := [][]string{}
	for _, c := range cases {
		var errs []string
		if r := all[c.Type]; r != nil {
			errs = errorsOf(ctx, c.Type, r, c.Config)
		}
		out = append(out, errs)
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		panic(err)
	}
}

func errorsOf(ctx context.Context, name string, res *schema.Resource, config []byte) (errs []string) {
	block := res.CoreConfigSchema()
	implied, err := ctyjson.ImpliedType(config)
	if err != nil {
		return nil
	}
	value, err := ctyjson.Unmarshal(config, implied)
	if err != nil {
		return nil
	}
	if value, err = block.CoerceValue(value); err != nil {
		return nil
	}
	packed, err := msgpack.Marshal(value, block.ImpliedType())
	if err != nil {
		return nil
	}
	null, err := msgpack.Marshal(cty.NullVal(block.ImpliedType()), block.ImpliedType())
	if err != nil {
		return nil
	}

	errs = []string{}
	say := func(diagnostics []*tfprotov5.Diagnostic) {
		for _, d := range diagnostics {
			if d.Severity == tfprotov5.DiagnosticSeverityError {
				errs = append(errs, fmt.Sprintf("%v: %s %s", d.Attribute, d.Summary, d.Detail))
			}
		}
	}
	provider := &schema.Provider{ResourcesMap: map[string]*schema.Resource{name: res}}
	provider.SetMeta(&conns.AWSClient{})
	server := schema.NewGRPCProviderServer(provider)
	given := &tfprotov5.DynamicValue{MsgPack: packed}
	validated, err := server.ValidateResourceTypeConfig(ctx, &tfprotov5.ValidateResourceTypeConfigRequest{TypeName: name, Config: given})
	if err != nil {
		return nil
	}
	if say(validated.Diagnostics); len(errs) > 0 {
		return errs
	}
	defer func() { _ = recover() }()
	planned, err := server.PlanResourceChange(ctx, &tfprotov5.PlanResourceChangeRequest{
		TypeName: name, PriorState: &tfprotov5.DynamicValue{MsgPack: null}, ProposedNewState: given, Config: given,
	})
	if err == nil {
		say(planned.Diagnostics)
	}
	return errs
}
