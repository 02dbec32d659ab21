package flows

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
)

// The page of every code is part of the program.
//
//go:embed docs/errors/FL*.md
var errorPages embed.FS

// ErrorCodes are the codes of problems and refusals, in order.
var ErrorCodes = sync.OnceValue(func() []string {
	files, err := errorPages.ReadDir("docs/errors")
	if err != nil {
		panic("flows: " + err.Error()) // they are part of the program
	}
	var codes []string
	for _, f := range files {
		codes = append(codes, strings.TrimSuffix(f.Name(), ".md"))
	}
	slices.Sort(codes)
	return codes
})

// ErrorPage is the page of a code: what it means, an example, why, and what to do.
func ErrorPage(code string) (string, error) {
	text, err := errorPages.ReadFile(path.Join("docs/errors", strings.ToUpper(code)+".md"))
	if err != nil {
		return "", fmt.Errorf("no code %q; %sthere are %s", code, didYouMean(strings.ToUpper(code), ErrorCodes()), strings.Join(ErrorCodes(), ", "))
	}
	return string(text), nil
}

// IsErrorCode says whether a word looks like a code, whether or not there is such a one.
func IsErrorCode(s string) bool {
	if len(s) != 6 || !strings.EqualFold(s[:2], "FL") {
		return false
	}
	return !strings.ContainsFunc(s[2:], func(r rune) bool { return r < '0' || r > '9' })
}

// ErrorTitle is what a code means in a few words; "" for a code that is not known.
func ErrorTitle(code string) string {
	text, err := ErrorPage(code)
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(text, "\n")
	_, title, _ := strings.Cut(first, ": ")
	return title
}
