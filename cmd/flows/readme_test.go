package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"flows"
)

// blocks are the fenced blocks of a page.
func blocks(t *testing.T, page string) (list []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(page))
	if err != nil {
		t.Fatal(err)
	}
	for i, part := range strings.Split(string(text), "```") {
		if i%2 == 1 {
			_, body, _ := strings.Cut(part, "\n")
			list = append(list, strings.TrimSpace(body))
		}
	}
	return list
}

// The demo prints what the README says that it prints.
func TestReadmesDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"demo", "--dir", dir}, streams{out: &out, err: &errs}); code != exitDone {
		t.Fatalf("the demo ended with %d: %s", code, errs.String())
	}
	page := blocks(t, "../../README.md")
	if len(page) < 4 || page[0] != "go run ./cmd/flows demo" {
		t.Fatalf("README does not open with the demo: %q", page[:min(1, len(page))])
	}
	var printed []string
	for line := range strings.Lines(out.String() + "\n" + errs.String()) {
		printed = append(printed, strings.TrimSpace(line))
	}
	for _, line := range strings.Split(page[1], "\n") {
		if !slices.Contains(printed, line) {
			t.Errorf("the demo does not print\n%s", line)
		}
	}
	if said := strings.TrimSpace(flowsIn(t, dir, "say", "headline")); said != page[2] {
		t.Errorf("README says\n%s\nand flows\n%s", page[2], said)
	}
}

// Every command that the pages show is one, with flags that it has, and the README lists every report.
func TestCommandsOfPages(t *testing.T) {
	n := 0
	for _, page := range []string{"../../README.md", "../../docs/RECIPES.md", "../../docs/METHOD.md", "../../docs/ARCHITECTURE.md"} {
		for _, block := range blocks(t, page) {
			for _, line := range strings.Split(block, "\n") {
				for _, command := range strings.Split(line, " && ") {
					if command, ok := strings.CutPrefix(strings.TrimSpace(command), "flows "); ok {
						n++
						understood(t, page, command)
					}
				}
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d commands were found", n)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(readme), "prints the reports and their columns:")
	list, _, _ = strings.Cut(list, ". `--place`")
	listed := regexp.MustCompile(`[a-z]+(?:-[a-z]+)*`).FindAllString(strings.ReplaceAll(list, "and of outcomes:", ""), -1)
	names := flows.ReportNames()
	slices.Sort(listed)
	slices.Sort(names)
	if !slices.Equal(listed, names) {
		t.Errorf("README lists the reports\n%v\nand there are\n%v", listed, names)
	}
}

// understood wants a line of a page to be a command; behind two blanks it says what the command does.
func understood(t *testing.T, page, line string) {
	t.Helper()
	line, _, _ = strings.Cut(line, "  ")
	args := strings.Fields(line)
	for i := range args { // what a page writes for a name of one's own
		args[i] = strings.Trim(args[i], "'\"")
	}
	var discard bytes.Buffer
	root := newRoot(streams{out: &discard, err: &discard})
	command, rest, err := root.Find(args)
	if err != nil || command == root {
		t.Errorf("%s: flows %s is no command (%v)", page, line, err)
		return
	}
	if slices.Contains(rest, "--help") {
		return
	}
	if err := command.ParseFlags(rest); err != nil {
		t.Errorf("%s: flows %s: %v", page, line, err)
		return
	}
	if command.Args != nil {
		if err := command.Args(command, command.Flags().Args()); err != nil {
			t.Errorf("%s: flows %s: %v", page, line, err)
		}
	}
}
