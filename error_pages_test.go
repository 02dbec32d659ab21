package flows

import (
	"bytes"
	"context"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"flows/ingest/sheet"
	"flows/workspace"
)

// console is the command of a page's example and what is printed.
var console = regexp.MustCompile("(?s)```console\n\\$ flows (\\w+) (\\S+)\n(.*?)```")

// The file of each page gives that code and no other, printed as the page shows it.
func TestTheFilesOfThePages(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("docs/errors/files/FL*")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	byCode, settings := map[string]string{}, map[string]bool{}
	for _, f := range files {
		code := filepath.Base(f)[:6]
		if strings.HasSuffix(f, ".yaml") {
			settings[code] = true
			continue
		}
		byCode[code] = f
		if !slices.Contains(ErrorCodes(), code) {
			t.Errorf("%s shows a code without a page", f)
		}
	}
	p := emptyProject(t, t.TempDir())
	defer p.Close()
	var plain []string
	for code, f := range byCode {
		if !settings[code] {
			plain = append(plain, f)
		}
	}
	slices.Sort(plain)
	ingested(t, p, IngestOptions{Names: plain})
	shown := diagnosed(t, p)
	for code := range settings {
		shown[filepath.Base(byCode[code])] = withSettings(t, code, byCode[code])
	}
	for _, code := range ErrorCodes() {
		text, _ := ErrorPage(code)
		m := console.FindStringSubmatch(text)
		if m == nil {
			t.Errorf("the page of %s shows no command", code)
			continue
		}
		if byCode[code] == "" {
			if got := withoutAFile(t, code); got != m[3] && got != "" {
				t.Errorf("%s prints\n%s\nits page shows\n%s", code, got, m[3])
			}
			continue
		}
		if got := shown[m[2]]; got != m[3] || m[1] != "problems" || m[2] != filepath.Base(byCode[code]) {
			t.Errorf("%s prints\n%s\nits page shows, of %s %s,\n%s", filepath.Base(byCode[code]), got, m[1], m[2], m[3])
		}
		if n := strings.Count("\n"+shown[m[2]], "\nFL"); n != 1 || !strings.HasPrefix(shown[m[2]], code+" · ") {
			t.Errorf("%s gives %d codes:\n%s", m[2], n, shown[m[2]])
		}
	}
}

// diagnosed is what is printed of each file's problems, by the file that was named.
func diagnosed(t *testing.T, p *Project) map[string]string {
	t.Helper()
	list, err := p.AllProblems(context.Background(), ProblemFilter{})
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]string{}
	for _, x := range list {
		name, _, _ := strings.Cut(x.File, "/")
		shown[name] += p.Diagnose(x)
	}
	return shown
}

// withSettings reads a file in a workspace with the settings or the recipe that stand beside it.
func withSettings(t *testing.T, code, file string) string {
	t.Helper()
	dir := t.TempDir()
	if err := workspace.Init(dir); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{code + ".yaml": "flows.yaml", code + ".recipe.yaml": "recipes/" + code + ".yaml"} {
		text, err := os.ReadFile("docs/errors/files/" + from)
		if err == nil && to == "flows.yaml" {
			text = append([]byte("name: x\n"), text...)
		}
		if err == nil {
			saved(t, dir, map[string]string{to: string(text)})
		}
	}
	p := opened(t, dir)
	ingested(t, p, IngestOptions{Names: []string{file}})
	return diagnosed(t, p)[path.Base(file)]
}

// withoutAFile makes an error that no file of ours can show, as it is printed; "" where this system cannot.
func withoutAFile(t *testing.T, code string) string {
	t.Helper()
	name := code + ".csv"
	switch code {
	case "FL0100":
		_, err := sheet.Find([]string{name}, nil)
		if r, ok := err.(*sheet.Refusal); ok && r.Code == code {
			return "error: " + err.Error() + "\n"
		}
		t.Errorf("a file that is not there: %v", err)
	case "FL0101":
		if runtime.GOOS != "linux" {
			return ""
		}
		p := emptyProject(t, t.TempDir())
		defer p.Close()
		link := filepath.Join(p.Workspace.Dir, name)
		if err := os.Symlink("/proc/self/mem", link); err != nil {
			t.Fatal(err)
		}
		var told bytes.Buffer
		ingested(t, p, IngestOptions{Names: []string{link}, Done: func(r FileResult) {
			told.WriteString(r.Path + ": refused: " + strings.Join(r.Source.Tables[0].Reasons, "") + "\n")
		}})
		if r := sheet.Unreadable(name, os.ErrPermission); r.Code != code {
			t.Errorf("what the system does not give has the code %s", r.Code)
		}
		return told.String()
	case "FL0109":
		r := (&sheet.Crash{Fault: "index out of range", Where: "json.go:12"}).Refusal(name)
		if r.Code != code {
			t.Errorf("a crash has the code %s", r.Code)
		}
		return name + ": refused: " + strings.TrimPrefix(r.Error(), name+": ") + "\n"
	default:
		t.Errorf("no file in docs/errors/files shows %s", code)
	}
	return ""
}
