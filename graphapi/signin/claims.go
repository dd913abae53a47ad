package signin

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"peerdash/graphapi/sanitize"
)

// ReportPermission is the permission that reading the report takes.
const ReportPermission = "Reports.Read.All"

// Claims are those of an access token, unverified: they explain, and decide nothing. They hold no control characters;
// what a token does not say is empty.
type Claims struct {
	TenantID, AppID, UserPrincipalName, Audience string
	// Scopes are the permissions that a user has delegated, Roles those of the application itself.
	Scopes, Roles []string
	// Expires is when the token expires, zero if it does not say.
	Expires time.Time
}

// ParseClaims reads the claims of a token. It is false for a token that is no JWT, which some tenants have.
func ParseClaims(token string) (Claims, bool) {
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser(jwt.WithJSONNumber()).ParseUnverified(token, claims); err != nil {
		return Claims{}, false
	}
	audience, _ := claims.GetAudience()
	result := Claims{
		TenantID:          text(claims["tid"]),
		AppID:             text(claims["appid"]),
		UserPrincipalName: text(claims["upn"]),
		Audience:          text(strings.Join(audience, " ")),
		Scopes:            strings.Fields(text(claims["scp"])),
	}
	if result.AppID == "" {
		result.AppID = text(claims["azp"])
	}
	if roles, ok := claims["roles"].([]any); ok {
		for _, role := range roles {
			result.Roles = append(result.Roles, text(role))
		}
	}
	if number, ok := claims["exp"].(json.Number); ok {
		// Beyond the year 9999 a time is no expiry, and not one that can be shown.
		if seconds, err := number.Float64(); err == nil && seconds > 0 && seconds < 253402300800 {
			result.Expires = time.Unix(int64(seconds), 0)
		}
	}
	return result, true
}

func text(value any) string {
	raw, _ := value.(string)
	const longest = 1000
	return sanitize.Line(raw, longest)
}

// HasReportPermission reports whether the token carries Reports.Read.All, delegated or as an application.
func (c Claims) HasReportPermission() bool {
	return slices.ContainsFunc(c.Scopes, isReportPermission) || c.HasReportRole()
}

// HasReportRole reports whether the token carries Reports.Read.All as a permission of the application.
func (c Claims) HasReportRole() bool { return slices.ContainsFunc(c.Roles, isReportPermission) }

func isReportPermission(permission string) bool {
	return strings.EqualFold(permission, ReportPermission)
}
