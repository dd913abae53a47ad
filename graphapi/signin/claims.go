package signin

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"peerdash/graphapi/sanitize"
)

// ReportPermission is the permission that is required to read reports.
const ReportPermission = "Reports.Read.All"

// Claims are the unverified claims of an access token, for messages only. They contain no control characters; a claim that
// is missing is empty.
type Claims struct {
	TenantID, AppID, UserPrincipalName, Audience string
	// Scopes are the permissions that a user has delegated, Roles those of the application itself.
	Scopes, Roles []string
	// Expires is when the token expires; zero if unknown.
	Expires time.Time
}

// ParseClaims parses the claims of a token. It returns false if the token is not a JWT; tokens are opaque in some tenants.
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
		// A time after the year 9999 is not an expiry and cannot be formatted.
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

// HasReportPermission reports whether the token has Reports.Read.All, delegated or as an application permission.
func (c Claims) HasReportPermission() bool {
	return slices.ContainsFunc(c.Scopes, isReportPermission) || c.HasReportRole()
}

// HasReportRole reports whether the token has Reports.Read.All as an application permission.
func (c Claims) HasReportRole() bool { return slices.ContainsFunc(c.Roles, isReportPermission) }

func isReportPermission(permission string) bool {
	return strings.EqualFold(permission, ReportPermission)
}
