// Render is `helm template` that stays: it reads requests from its standard input, one JSON object a line, and answers each with a
// line. It goes through Helm's own action for `helm template`, so that values, schema, dependencies, hooks and order are Helm's.
// `tests/random.rs` renders thousands of charts with it, and checks it against the real binaries on a sample.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/loader"
	chartloader "helm.sh/helm/v4/pkg/chart/v2/loader"
	release "helm.sh/helm/v4/pkg/release/v1"
)

type request struct {
	// Folder of the chart, and files of values on top of its own.
	Chart  string
	Values []string
	// Values on top of these.
	Set       map[string]any
	Release   string
	Namespace string
	Version   string
	// Whether the jobs of `helm test` are printed too.
	Tests bool
}

type answer struct {
	Manifest string `json:"manifest"`
	Error    string `json:"error"`
}

func main() {
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	lines := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			fail(err)
		}
		var own answer
		if own.Manifest, err = render(line); err != nil {
			own.Error = err.Error()
		}
		if err := out.Encode(own); err != nil {
			fail(err)
		}
	}
}

func render(line []byte) (string, error) {
	var it request
	if err := json.Unmarshal(line, &it); err != nil {
		return "", err
	}
	version, err := common.ParseKubeVersion(it.Version)
	if err != nil {
		return "", err
	}
	values, err := it.values()
	if err != nil {
		return "", err
	}
	chart, err := loader.Load(it.Chart)
	if err != nil {
		return "", err
	}
	install := action.NewInstall(action.NewConfiguration(action.ConfigurationSetLogger(slog.DiscardHandler)))
	install.DryRunStrategy = action.DryRunClient
	install.Replace = true
	install.ReleaseName = it.Release
	install.Namespace = it.Namespace
	install.KubeVersion = version
	made, err := install.Run(chart, values)
	if err != nil {
		return "", err
	}
	own, ok := made.(*release.Release)
	if !ok {
		return "", fmt.Errorf("a release of another version: %T", made)
	}
	var text strings.Builder
	text.WriteString(strings.TrimSpace(own.Manifest))
	for _, hook := range own.Hooks {
		if it.Tests || !slices.Contains(hook.Events, release.HookTest) {
			fmt.Fprintf(&text, "\n---\n# Source: %s\n%s", hook.Path, hook.Manifest)
		}
	}
	return text.String() + "\n", nil
}

func (it request) values() (map[string]any, error) {
	values := map[string]any{}
	for _, path := range it.Values {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		own, err := chartloader.LoadValues(file)
		file.Close()
		if err != nil {
			return nil, err
		}
		values = chartloader.MergeMaps(values, own)
	}
	return chartloader.MergeMaps(values, it.Set), nil
}

func fail(what any) {
	fmt.Fprintln(os.Stderr, what)
	os.Exit(2)
}
