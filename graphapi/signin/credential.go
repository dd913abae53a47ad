package signin

import (
	"fmt"
	"strings"
	"time"

	"peerdash/graphapi/problem"
)

// credential is what an application authenticates with instead of a secret.
type credential interface {
	// assertions returns a function that creates an assertion for each attempt of one exchange. offset is how far the clock
	// of the sign-in root is ahead of this computer's; 0 if unknown.
	assertions(offset time.Duration) (func() (string, error), error)
}

// federatedToken is the file with a workload's token, which the platform renews.
type federatedToken struct{ path string }

// assertions returns a function that reads the file on each call; its token is the assertion.
func (f federatedToken) assertions(time.Duration) (func() (string, error), error) {
	content, err := readFile(f.path)
	token := strings.TrimSpace(string(content))
	why := ""
	switch {
	case err != nil:
		why = "It cannot be read: " + err.Error() + "."
	case token == "":
		why = "It is empty."
	case !isToken(token):
		why = "It must contain one token and nothing else."
	default:
		return func() (string, error) { return token, nil }, nil
	}
	return nil, problem.New(problem.Error{
		Kind: problem.Configuration,
		What: fmt.Sprintf("The federated token file %s cannot be used", f.path),
		Why:  why,
		Do:   "Check AZURE_FEDERATED_TOKEN_FILE, and what writes that file.",
	})
}
