// Yamlcheck reads the cases that `tests/yaml.rs` writes (JSON lines) and compares what todoc wrote with what Go
// reads and computes, through the packages that Helm uses. It prints every difference and ends with 1 if there was one.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"text/template"
	"unicode"

	"github.com/Masterminds/sprig/v3"
	yaml3 "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

type testCase struct {
	Text           *string
	Value          any
	Document       string
	Lines          string
	JSON           string
	SHA256         string
	Quote          string
	TemplateString string
	TemplateText   string
}

// The piece of a chart that hashes a workload's configuration.
const piece = "{{ define \"p\" }}a: {{ . | quote }}\n\"<z>\": last{{ end }}{{ include . | fromYaml | toJson"

var (
	functions = helmFunctions()
	quoted    = parse("{{ . | quote }}")
	asJSON    = parse(piece + " }}")
	hashed    = parse(piece + " | sha256sum }}")
)

func main() {
	if len(os.Args) != 2 {
		fail("usage: yamlcheck CASES")
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		fail(err)
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	texts, values, bad := 0, 0, 0
	for lines.Scan() {
		var it testCase
		if err := json.Unmarshal(lines.Bytes(), &it); err != nil {
			fail(err)
		}
		check := it.checkValue
		if it.Text != nil {
			check = it.checkText
			texts++
		} else {
			values++
		}
		for _, problem := range check() {
			fmt.Println(problem)
			bad++
		}
	}
	if err := lines.Err(); err != nil {
		fail(err)
	}
	fmt.Printf("%d texts, %d values, %d differences\n", texts, values, bad)
	if texts < 20000 || values < 1000 || bad > 0 {
		os.Exit(1)
	}
}

func (it testCase) checkText() []string {
	text := *it.Text
	expected := map[string]any{
		"value":  text,
		"key":    map[string]any{text: "v"},
		"list":   []any{text, []any{text}, map[string]any{"first": text}},
		"nested": []any{map[string]any{text: map[string]any{"inner": text}}},
		"last":   map[string]any{"block": text},
	}
	inLines := map[string]any{"flow": []any{text, map[string]any{"a": text}}, "text": text, "quoted": text}
	goQuote := execute(quoted, text)
	var problems []string
	compare := func(what string, got, want any) {
		if !reflect.DeepEqual(got, want) {
			problems = append(problems, fmt.Sprintf("%s of %+q:\n  got  %+q\n  want %+q", what, text, got, want))
		}
	}
	compare("document", read(it.Document), expected)
	compare("document as Helm trims it", read(strings.TrimSpace(it.Document)+"\n"), expected)
	compare("document, yaml v3", read3(it.Document), expected)
	compare("lines", read(it.Lines), inLines)
	compare("lines, yaml v3", read3(it.Lines), inLines)
	compare("YAML of Go's quote", read("a: "+goQuote), map[string]any{"a": text})
	compare("YAML of our quote", read("a: "+it.Quote), map[string]any{"a": text})
	compare("toJson", execute(asJSON, text), it.JSON)
	compare("sha256sum", execute(hashed, text), it.SHA256)
	compare("template string", render("a{{ "+it.TemplateString+" }}b"), "a"+text+"b")
	compare("template text", render(`{{ "x" }}`+it.TemplateText+`{{ "y" }}`), "x"+text+"y")
	if !sameQuote(text, it.Quote) {
		compare("quote", it.Quote, goQuote)
	}
	return problems
}

func (it testCase) checkValue() []string {
	if got := toJSON(read(it.Document)); got != it.JSON || toJSON(it.Value) != it.JSON {
		return []string{fmt.Sprintf("value: Go says %s, read from YAML %s, todoc %s", toJSON(it.Value), got, it.JSON)}
	}
	return nil
}

// What Helm and kubectl read; an error is a value like another, and never the expected one.
func read(text string) (value any) {
	if err := yaml.UnmarshalStrict([]byte(text), &value); err != nil {
		return err
	}
	return value
}

// What tools on the next version of the parser read.
func read3(text string) (value any) {
	if err := yaml3.Unmarshal([]byte(text), &value); err != nil {
		return err
	}
	return value
}

// Sprig's functions, and those of Helm's engine beside them that are needed here.
func helmFunctions() template.FuncMap {
	all := sprig.TxtFuncMap()
	return template.FuncMap{
		"quote":     all["quote"],
		"sha256sum": all["sha256sum"],
		"toJson":    toJSON,
		"fromYaml":  func(text string) any { return read(text) },
	}
}

func parse(text string) *template.Template {
	tree := template.New("case").Funcs(functions)
	tree.Funcs(template.FuncMap{"include": func(data any) (string, error) {
		var out bytes.Buffer
		err := tree.ExecuteTemplate(&out, "p", data)
		return out.String(), err
	}})
	return template.Must(tree.Parse(text))
}

// What a template that todoc wrote prints; an error is printed like any text.
func render(text string) string {
	tree, err := template.New("case").Parse(text)
	if err != nil {
		return err.Error()
	}
	return execute(tree, nil)
}

func execute(tree *template.Template, data any) string {
	var out bytes.Buffer
	if err := tree.Execute(&out, data); err != nil {
		return err.Error()
	}
	return out.String()
}

func toJSON(value any) string {
	out, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// Whether ours is Go's quote of the text. A character that this Go's version of Unicode does not know may stand for itself,
// because todoc's may know it.
func sameQuote(text, ours string) bool {
	rest, ok := strings.CutPrefix(ours, `"`)
	for _, c := range text {
		escaped := fmt.Sprintf("%q", string(c))
		next, found := strings.CutPrefix(rest, escaped[1:len(escaped)-1])
		if !found && unicode.Is(unicode.Cn, c) {
			next, found = strings.CutPrefix(rest, string(c))
		}
		rest, ok = next, ok && found
	}
	return ok && rest == `"`
}

func fail(what any) {
	fmt.Fprintln(os.Stderr, what)
	os.Exit(2)
}
