package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// shape is one nuisance: a file, and what becomes of its rows.
type shape struct {
	name, file, about string
	format            string // csv, json, xlsx, ods, xls, zip: what the file is, whatever its name
	charset, eol      string // of text
	payee             int    // the column whose text is the payee, from 1; 0: none is checked
	sheets            []*page
	problems          []problem
}

// page is a sheet, or a member of an archive.
type page struct {
	name, state string // state: "", hidden, veryHidden
	rows        []row
	merges      []string
	raw         []string // lines of a file that is not made of rows
}

type row struct {
	at                            int // where it stands, if not in its turn
	fate, amounts, code, raw, who string
	hidden                        bool
}

type problem struct{ fate, code string }

var fates = map[byte]string{'L': "loaded", 'Q': "quarantined", 'T': "total", 'H': "heading", 'N': "note", 'B': "blank", 'R': "repeat"}

// readShapes reads shapes/*.txt; their README says how they are written.
func readShapes() []*shape {
	names, err := filepath.Glob("shapes/*.txt")
	try(err)
	sort.Strings(names)
	var all []*shape
	for _, name := range names {
		text, err := os.ReadFile(name)
		try(err)
		for n, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
			where := fmt.Sprintf("%s:%d", name, n+1)
			if strings.HasPrefix(line, "## ") {
				all = append(all, newShape(where, line[3:]))
				continue
			}
			if len(all) == 0 || strings.TrimSpace(line) == "" {
				continue
			}
			all[len(all)-1].line(where, line)
		}
	}
	return all
}

// newShape reads "name · file · option=value …".
func newShape(where, line string) *shape {
	parts := strings.Split(line, " · ")
	if len(parts) < 2 {
		log.Fatalf("%s: expected name · file", where)
	}
	s := &shape{name: parts[0], file: parts[1], payee: 1, sheets: []*page{{}}}
	s.format = strings.TrimPrefix(filepath.Ext(s.file), ".")
	for _, o := range parts[2:] {
		k, v, _ := strings.Cut(o, "=")
		switch k {
		case "format":
			s.format = v
		case "charset":
			s.charset = v
		case "eol":
			s.eol = v
		case "payee":
			s.payee, _ = strconv.Atoi(v)
		default:
			log.Fatalf("%s: unknown option %q", where, k)
		}
	}
	return s
}

// line reads one line of a shape.
func (s *shape) line(where, line string) {
	p := s.sheets[len(s.sheets)-1]
	mark, rest, _ := strings.Cut(line, " ")
	switch mark {
	case "--":
		s.directive(where, p, rest)
	case ">":
		p.raw = append(p.raw, rest)
	case "!":
		s.problems = append(s.problems, problem{"refused", rest})
	case "?":
		s.problems = append(s.problems, problem{"problem", rest})
	case "#":
		s.about = strings.TrimSpace(s.about + " " + rest)
	case "@":
		at, more, _ := strings.Cut(rest, " ")
		r := parseRow(where, more)
		var err error
		r.at, err = strconv.Atoi(at)
		try(err)
		p.rows = append(p.rows, r)
	default:
		p.rows = append(p.rows, parseRow(where, line))
	}
}

// directive reads "sheet Name [state]", "member name" or "merge A1:B2".
func (s *shape) directive(where string, p *page, text string) {
	what, rest, _ := strings.Cut(text, " ")
	switch what {
	case "sheet", "member":
		name, state, _ := strings.Cut(rest, " · ")
		next := &page{name: name, state: state}
		if len(p.rows) == 0 && p.name == "" {
			s.sheets[len(s.sheets)-1] = next
		} else {
			s.sheets = append(s.sheets, next)
		}
	case "merge":
		p.merges = append(p.merges, rest)
	default:
		log.Fatalf("%s: unknown directive %q", where, what)
	}
}

// parseRow reads "L1200 FL0209 hidden | cells".
func parseRow(where, line string) row {
	left, raw, ok := strings.Cut(line, "|")
	if !ok {
		log.Fatalf("%s: no | in %q", where, line)
	}
	words := strings.Fields(left)
	r := row{raw: strings.TrimPrefix(raw, " ")}
	if r.fate, ok = fates[words[0][0]]; !ok {
		log.Fatalf("%s: unknown fate %q", where, words[0])
	}
	r.amounts = words[0][1:]
	for _, w := range words[1:] {
		switch {
		case w == "hidden":
			r.hidden = true
		case strings.HasPrefix(w, "FL"):
			r.code = w
		case strings.HasPrefix(w, "who="):
			r.who = unescape(strings.ReplaceAll(w[4:], "_", " "))
		default:
			log.Fatalf("%s: unknown mark %q", where, w)
		}
	}
	return r
}

// payee is who is expected to be read as the payee of a row.
func (r *row) payee(s *shape) string {
	if r.who != "" {
		return r.who
	}
	if s.format == "json" {
		return ""
	}
	cells := r.cells()
	if s.payee > len(cells) {
		return ""
	}
	return strings.TrimPrefix(cells[s.payee-1], "'")
}
