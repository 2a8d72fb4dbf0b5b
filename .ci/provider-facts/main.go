package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"unsafe"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	fwschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation"
)

type M = map[string]any

func check(f any) any {
	if f == nil || reflect.ValueOf(f).IsNil() {
		return nil
	}
	if n, ok := validation.NoteOf(f); ok {
		args := []any{}
		for _, a := range n.Args {
			args = append(args, arg(a))
		}
		return M{n.Kind: args}
	}
	return M{"func": validation.NameOf(f)}
}

func arg(a any) any {
	switch v := a.(type) {
	case *regexp.Regexp:
		return v.String()
	case schema.SchemaValidateFunc:
		return check(v)
	case schema.SchemaValidateDiagFunc:
		return check(v)
	case []schema.SchemaValidateFunc:
		out := []any{}
		for _, f := range v {
			out = append(out, check(f))
		}
		return out
	case []schema.SchemaValidateDiagFunc:
		out := []any{}
		for _, f := range v {
			out = append(out, check(f))
		}
		return out
	}
	if reflect.TypeOf(a) != nil && reflect.TypeOf(a).Kind() == reflect.Func {
		return validation.NameOf(a)
	}
	if reflect.ValueOf(a).Kind() == reflect.Slice && reflect.TypeOf(a).Elem().Kind() == reflect.Func {
		out := []any{}
		for i := 0; i < reflect.ValueOf(a).Len(); i++ {
			out = append(out, validation.NameOf(reflect.ValueOf(a).Index(i).Interface()))
		}
		return out
	}
	return a
}

func members(all map[string]*schema.Schema) M {
	out := M{}
	for name, s := range all {
		out[name] = member(s)
	}
	return out
}

func put(m M, k string, v any) {
	if v == nil {
		return
	}
	r := reflect.ValueOf(v)
	if r.IsZero() || (r.Kind() == reflect.Slice && r.Len() == 0) {
		return
	}
	m[k] = v
}

func member(s *schema.Schema) M {
	m := M{"type": s.Type.String()}
	put(m, "required", s.Required)
	put(m, "optional", s.Optional)
	put(m, "computed", s.Computed)
	put(m, "forceNew", s.ForceNew)
	put(m, "writeOnly", s.WriteOnly)
	put(m, "deprecated", s.Deprecated != "")
	put(m, "maxItems", s.MaxItems)
	put(m, "minItems", s.MinItems)
	put(m, "conflictsWith", s.ConflictsWith)
	put(m, "exactlyOneOf", s.ExactlyOneOf)
	put(m, "atLeastOneOf", s.AtLeastOneOf)
	put(m, "requiredWith", s.RequiredWith)
	put(m, "suppress", s.DiffSuppressFunc != nil)
	if s.DiffSuppressFunc != nil {
		m["suppressName"] = validation.NameOf(s.DiffSuppressFunc)
	}
	if s.Default != nil {
		m["default"] = s.Default
	}
	put(m, "check", check(s.ValidateFunc))
	put(m, "check", check(s.ValidateDiagFunc))
	switch e := s.Elem.(type) {
	case *schema.Resource:
		m["members"] = members(e.SchemaMap())
	case *schema.Schema:
		m["elem"] = member(e)
	}
	return m
}

// value of anything, unexported fields too, for validators and modifiers that are structs.
func deep(v reflect.Value, depth int) any {
	if depth > 8 || !v.IsValid() {
		return nil
	}
	switch v.Kind() {
	case reflect.Interface:
		return deep(v.Elem(), depth+1)
	case reflect.Pointer:
		if v.Type() == reflect.TypeOf(&regexp.Regexp{}) {
			if v.IsNil() {
				return nil
			}
			return (*regexp.Regexp)(unsafe.Pointer(v.Pointer())).String()
		}
		return deep(v.Elem(), depth+1)
	case reflect.Struct:
		// path expressions
		if v.Type().String() == "path.Expression" {
			c := reflect.New(v.Type()).Elem()
			reflect.NewAt(v.Type(), unsafe.Pointer(c.UnsafeAddr())).Elem().Set(reflect.ValueOf(copyOf(v)))
			return fmt.Sprint(c.Interface())
		}
		m := M{}
		for i := 0; i < v.NumField(); i++ {
			if x := deep(v.Field(i), depth+1); x != nil {
				m[v.Type().Field(i).Name] = x
			}
		}
		m["_"] = v.Type().String()
		return m
	case reflect.Slice, reflect.Array:
		out := []any{}
		for i := 0; i < v.Len(); i++ {
			out = append(out, deep(v.Index(i), depth+1))
		}
		return out
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int32, reflect.Int64:
		return v.Int()
	case reflect.Float64:
		return v.Float()
	case reflect.Func:
		return "func"
	}
	return nil
}

func copyOf(v reflect.Value) any {
	if v.CanInterface() {
		return v.Interface()
	}
	p := reflect.New(v.Type())
	// bitwise copy through String method is impossible for unexported; use unsafe if addressable
	if v.CanAddr() {
		return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem().Interface()
	}
	return p.Elem().Interface()
}

func fwAttr(a any) M {
	v := reflect.ValueOf(a)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	m := M{"type": v.Type().Name()}
	for _, n := range []string{"Required", "Optional", "Computed", "WriteOnly"} {
		if f := v.FieldByName(n); f.IsValid() && f.Bool() {
			m[strings.ToLower(n[:1])+n[1:]] = true
		}
	}
	for _, n := range []string{"Validators", "PlanModifiers"} {
		if f := v.FieldByName(n); f.IsValid() && f.Len() > 0 {
			out := []any{}
			for i := 0; i < f.Len(); i++ {
				e := f.Index(i)
				if d, ok := e.Interface().(interface {
					Description(context.Context) string
				}); ok {
					out = append(out, M{"is": deepIface(e.Interface()), "says": d.Description(context.Background())})
				} else {
					out = append(out, deepIface(e.Interface()))
				}
			}
			m[strings.ToLower(n)] = out
		}
	}
	for _, n := range []string{"CustomType", "ElementType"} {
		if f := v.FieldByName(n); f.IsValid() && !f.IsNil() {
			m[strings.ToLower(n)] = fmt.Sprint(f.Interface())
			if d, ok := f.Interface().(interface{ DumpValues() []string }); ok {
				m["values"] = d.DumpValues()
			}
		}
	}
	if f := v.FieldByName("NestedObject"); f.IsValid() {
		nested := f
		sub := M{}
		for _, n := range []string{"Attributes", "Blocks"} {
			if g := nested.FieldByName(n); g.IsValid() {
				for _, k := range g.MapKeys() {
					sub[k.String()] = fwAttr(g.MapIndex(k).Interface())
				}
			}
		}
		m["members"] = sub
	}
	for _, n := range []string{"Attributes", "Blocks"} {
		if g := v.FieldByName(n); g.IsValid() && g.Len() > 0 {
			sub, _ := m["members"].(M)
			if sub == nil {
				sub = M{}
			}
			for _, k := range g.MapKeys() {
				sub[k.String()] = fwAttr(g.MapIndex(k).Interface())
			}
			m["members"] = sub
		}
	}
	return m
}

func deepIface(a any) any {
	v := reflect.ValueOf(a)
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	return deep(c.Elem(), 0)
}

func fwMembers(s fwschema.Schema) M {
	out := M{}
	for k, a := range s.Attributes {
		out[k] = fwAttr(a)
	}
	for k, b := range s.Blocks {
		out[k] = fwAttr(b)
	}
	return out
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "judge" {
		judge()
		return
	}
	ctx := context.Background()
	wanted := map[string]bool{}
	for _, w := range os.Args[1:] {
		wanted[w] = true
	}
	out := M{}
	all := []string{}
	for _, p := range packages(ctx) {
		for _, r := range p.SDKResources(ctx) {
			all = append(all, r.TypeName)
			if !wanted[r.TypeName] {
				continue
			}
			res := r.Factory()
			m := M{"members": members(res.SchemaMap())}
			if res.CustomizeDiff != nil {
				m["customizeDiff"] = validation.NameOf(res.CustomizeDiff)
			}
			if n := len(res.ValidateRawResourceConfigFuncs); n > 0 {
				names := []string{}
				for _, f := range res.ValidateRawResourceConfigFuncs {
					names = append(names, validation.NameOf(f))
				}
				m["validateRaw"] = names
			}
			out[r.TypeName] = m
		}
		for _, r := range p.FrameworkResources(ctx) {
			all = append(all, r.TypeName)
			if !wanted[r.TypeName] {
				continue
			}
			res, err := r.Factory(ctx)
			if err != nil {
				panic(err)
			}
			var resp resource.SchemaResponse
			res.Schema(ctx, resource.SchemaRequest{}, &resp)
			m := M{"framework": true, "members": fwMembers(resp.Schema)}
			if c, ok := res.(resource.ResourceWithConfigValidators); ok {
				vs := []any{}
				for _, v := range c.ConfigValidators(ctx) {
					vs = append(vs, M{"is": deepIface(v), "says": v.Description(ctx)})
				}
				m["configValidators"] = vs
			}
			if _, ok := res.(resource.ResourceWithValidateConfig); ok {
				m["validateConfig"] = true
			}
			if _, ok := res.(resource.ResourceWithModifyPlan); ok {
				m["modifyPlan"] = true
			}
			out[r.TypeName] = m
		}
	}
	if len(wanted) == 0 {
		sort.Strings(all)
		fmt.Println(strings.Join(all, "\n"))
		return
	}
	for w := range wanted {
		if out[w] == nil {
			fmt.Fprintln(os.Stderr, "unknown:", w)
		}
	}
	e := json.NewEncoder(os.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(out); err != nil {
		panic(err)
	}
}
