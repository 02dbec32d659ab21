package mapping

// PayeePattern is a pattern over the name of a payee, written as the wordings of function rules are.
type PayeePattern struct{ patterns []pattern }

// ParsePayeePattern reads a pattern; the error says what about it is not understood.
func ParsePayeePattern(text string) (PayeePattern, error) {
	patterns, err := parsePatterns(text)
	return PayeePattern{patterns}, err
}

// PayeeTokens are the words of a payee's name as patterns look at them.
func PayeeTokens(payee string) []string { return foldedTokens(nil, payee) }

// Matches says whether the pattern fits a payee with these PayeeTokens.
func (p PayeePattern) Matches(tokens []string) bool {
	for i := range p.patterns {
		if p.patterns[i].in(tokens) {
			return true
		}
	}
	return false
}
