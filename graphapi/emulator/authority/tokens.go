package authority

import (
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"peerdash/graphapi/guid"
)

// permission is the permission that is required to read reports.
const permission = "Reports.Read.All"

// tokenAnswer is the JSON of an issued token.
type tokenAnswer struct {
	TokenType    string `json:"token_type"`
	Scope        string `json:"scope,omitempty"`
	ExpiresIn    int    `json:"expires_in"`
	ExtExpiresIn int    `json:"ext_expires_in"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
}

// claims are those of an access token.
type claims struct {
	jwt.RegisteredClaims
	TenantID          string   `json:"tid"`
	AppID             string   `json:"appid"`
	UserPrincipalName string   `json:"upn,omitempty"`
	Scopes            string   `json:"scp,omitempty"`
	Roles             []string `json:"roles,omitempty"`
}

// issue makes an access token for the audience of a scope such as https://graph.example/.default.
func (a *Authority) issue(scope string, delegated bool) tokenAnswer {
	now := a.config.Now()
	c := claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    "https://sts.windows.net/" + a.tenantID + "/",
			Audience:  jwt.ClaimStrings{audience(scope)},
			ID:        rand.Text(),
			IssuedAt:  jwt.NewNumericDate(now),
			NotBefore: jwt.NewNumericDate(now),
			ExpiresAt: jwt.NewNumericDate(now.Add(a.config.TokenLifetime)),
		},
		TenantID: a.tenantID,
		AppID:    a.config.ClientID,
	}
	granted := "User.Read"
	if !a.config.NoPermission {
		granted = permission
	}
	if delegated {
		c.UserPrincipalName, c.Scopes = "reader@"+a.config.Tenant, granted
	} else {
		c.Roles = []string{granted}
	}
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, c).SignedString(a.key)
	if err != nil {
		panic(err) // cannot happen: the key is one for HS256 and the claims are plain JSON
	}
	seconds := int(a.config.TokenLifetime / time.Second)
	return tokenAnswer{
		TokenType: "Bearer", Scope: c.Scopes, ExpiresIn: seconds, ExtExpiresIn: seconds, AccessToken: token,
	}
}

// audience is the origin of the first scope that has one.
func audience(scope string) string {
	for _, part := range strings.Fields(scope) {
		if address, err := url.Parse(part); err == nil && address.Host != "" {
			return address.Scheme + "://" + address.Host
		}
	}
	return "https://graph.microsoft.com"
}

// Accepts reports whether the bearer token was issued by this authority and is still valid.
func (a *Authority) Accepts(bearer string) bool {
	token, err := jwt.Parse(bearer, func(*jwt.Token) (any, error) { return a.key, nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithTimeFunc(a.config.Now), jwt.WithExpirationRequired())
	return err == nil && token.Valid
}

// TenantID is the tenant's GUID, as tokens have it.
func (a *Authority) TenantID() string { return a.tenantID }

// tenantID is the GUID of a tenant: itself, or one that is derived from the name.
func tenantID(tenant string) string {
	if guid.Is(tenant) {
		return strings.ToLower(tenant)
	}
	sum := sha256.Sum256([]byte(strings.ToLower(tenant)))
	return guid.Format([16]byte(sum[:16]))
}

// clientCredentials answers an application that signs in as itself.
func (a *Authority) clientCredentials(r *http.Request) (any, error) {
	if err := a.authenticate(r); err != nil {
		return nil, err
	}
	scope := r.PostForm.Get("scope")
	if !strings.HasSuffix(scope, "/.default") {
		return nil, refusal(1002012, "The provided value for scope "+scope+" is not valid. Client credential flows "+
			"must have a scope value with /.default suffixed to the resource identifier.")
	}
	return a.issue(scope, false), nil
}
