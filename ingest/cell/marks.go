package cell

// minus is the length of the minus sign that s begins with: also a dash that a word processor made of it.
func minus(s string) int {
	if s[0] == '-' {
		return 1
	}
	if len(s) >= 3 && s[0] == 0xE2 && (s[1] == 0x88 && s[2] == 0x92 || s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0x94) {
		return 3
	}
	return 0
}

// pounds are a pound sign and what wrong charsets make of it; longer ones first.
var pounds = [...]string{"Â£", "ï¿½", "£", "\uFFFD", "œ", "ú", "\xA3", "\x9C", "?", "GBP", "gbp"}

// pound is the length of the pound sign that s begins with.
func pound(s string) int {
	if c := s[0]; digit(c) || c == '.' || c == ',' {
		return 0
	}
	for _, p := range pounds {
		if len(s) >= len(p) && s[:len(p)] == p {
			return len(p)
		}
	}
	return 0
}

// foreigns are other currencies that publishers in the United Kingdom pay in.
var foreigns = [...]string{"€", "$", "¥", "US$", "EUR", "USD", "CHF", "AUD", "CAD", "NZD", "JPY", "NOK", "SEK", "DKK", "ZAR", "INR", "CNY", "HKD", "SGD", "AED", "PLN", "KES", "Euro", "euro"}

// foreign is the length of the other currency that s begins with.
func foreign(s string) int {
	if s == "" || s[0] >= 'a' && s[0] <= 'z' && s[0] != 'e' || digit(s[0]) {
		return 0
	}
	for _, f := range foreigns {
		if len(s) >= len(f) && s[:len(f)] == f && (len(s) == len(f) || !letter(s[len(f)]) || !letter(f[len(f)-1])) {
			return len(f)
		}
	}
	return 0
}

// scale is what one of a word counts, in pence; 0 if it is no such word.
func scale(w string) int64 {
	switch len(w) {
	case 1:
		switch lower(w[0]) {
		case 'k':
			return Thousands
		case 'm':
			return Millions
		case 'p':
			return Penny
		}
	case 2:
		if same(w, "bn") {
			return Billions
		}
		if same(w, "mn") {
			return Millions
		}
	case 7:
		if same(w, "million") {
			return Millions
		}
		if same(w, "billion") {
			return Billions
		}
	case 8:
		if same(w, "thousand") {
			return Thousands
		}
	}
	return 0
}
