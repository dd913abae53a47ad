package sanitize

import (
	"net/url"
	"strings"
)

const (
	// removed stands in place of a secret.
	removed = "[removed]"
	// shortestPart is how many characters are recognized as part of a secret; fewer occur in any sentence by chance.
	shortestPart = 8
)

// Without is text without the secrets and without parts of them, also where they are escaped as in a URL. A secret
// shorter than 8 bytes is removed only as a whole.
func Without(text string, secrets ...string) string {
	for _, secret := range secrets {
		for _, form := range []string{secret, url.QueryEscape(secret)} {
			text = withoutParts(text, form)
		}
	}
	return text
}

func withoutParts(text, secret string) string {
	if secret == "" {
		return text
	}
	if len(secret) < shortestPart {
		return strings.ReplaceAll(text, secret, removed)
	}
	parts := make(map[string]struct{}, len(secret))
	for i := range len(secret) - shortestPart + 1 {
		parts[secret[i:i+shortestPart]] = struct{}{}
	}
	var rest strings.Builder
	for i := 0; i < len(text); {
		end := i
		for j := i; j+shortestPart <= len(text) && j <= end; j++ {
			if _, found := parts[text[j:j+shortestPart]]; found {
				end = j + shortestPart
			} else if end == i {
				break
			}
		}
		if end == i {
			rest.WriteByte(text[i])
			i++
			continue
		}
		rest.WriteString(removed)
		i = end
	}
	return rest.String()
}
