package signin

import "peerdash/graphapi/problem"

// refusalRemedies are what the program itself can do about a refusal, by the number of AADSTS.
var refusalRemedies = map[string][]problem.Remedy{
	"90038": {problem.ChooseCloud},
}

// remark is what a refusal means and what to do about it.
type remark struct{ why, do string }

const (
	inPortal     = "In the Azure portal, App registrations > your app > "
	consent      = inPortal + "API permissions: an administrator chooses Grant admin consent for Reports.Read.All."
	newSecret    = inPortal + "Certificates & secrets: make a new client secret and put its Value into AZURE_CLIENT_SECRET."
	federation   = inPortal + "Certificates & secrets > Federated credentials: issuer, subject and audience must equal the token's."
	certificates = inPortal + "Certificates & secrets > Certificates: upload the certificate of AZURE_CLIENT_CERTIFICATE_PATH."
	signInAgain  = "Sign in again with `peerdash login`."
	askPolicy    = "Ask an administrator which Conditional Access policy applies: Entra admin center > Sign-in logs, by this correlation id."
	checkIDs     = "Compare AZURE_CLIENT_ID and AZURE_TENANT_ID with the app registration's Overview page in the Azure portal."
	newCode      = "Ask for a new code."
)

// remarks are by the number of AADSTS, and by the error of RFC 6749 for refusals that have no known number.
var remarks = map[string]remark{
	"7000218": {"The app may not sign in without a secret: public client flows are off.",
		inPortal + "Authentication > Advanced settings: set Allow public client flows to Yes."},
	"50076":   {"Multi-factor authentication is required.", "Sign in again with `peerdash login` and confirm with the second factor."},
	"50079":   {"The user must first enroll for multi-factor authentication.", "Enroll at https://aka.ms/mfasetup, then sign in again with `peerdash login`."},
	"50078":   {"The multi-factor authentication has expired.", signInAgain},
	"700016":  {"The tenant does not know this app.", checkIDs},
	"65001":   {"Nobody has consented to the app reading reports.", consent},
	"90094":   {"The permission needs an administrator's consent.", consent},
	"65004":   {"The consent to the app was declined.", "Sign in again and accept, or ask an administrator to consent for all: API permissions > Grant admin consent."},
	"7000215": {"The client secret is wrong; often it is the secret's id in place of its value.", newSecret},
	"7000222": {"The client secret has expired.", newSecret},
	"7000216": {"The app must prove itself with a secret or a certificate.", "Set AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH."},
	"700027":  {"The certificate is not registered for the app, or does not fit its key.", certificates},
	"700024":  {"The time in the assertion is not the sign-in root's time.", "Set this computer's clock, or renew the federated token."},
	"700213":  {"No federated credential of the app fits the token.", federation},
	"70021":   {"No federated credential of the app fits the token.", federation},
	"53003":   {"A Conditional Access policy forbids the sign-in.", askPolicy},
	"53000":   {"A Conditional Access policy wants a compliant device, which the device code flow is not.", askPolicy},
	"50194":   {"The app belongs to one tenant and cannot be used under common.", "Set AZURE_TENANT_ID to the tenant's GUID or domain."},
	"700082":  {"The kept sign-in has expired, as it was not used for long.", signInAgain},
	"70008":   {"The kept sign-in has expired.", signInAgain},
	"50173":   {"The kept sign-in was revoked, for example by a changed password.", signInAgain},
	"90002":   {"There is no such tenant.", "Set AZURE_TENANT_ID to the tenant's GUID or domain: Azure portal > Microsoft Entra ID > Overview."},
	"90038":   {"The tenant is in another national cloud.", "Choose the cloud that the tenant is in."},
	"50020":   {"The user's account is not in this tenant.", "Sign in with an account of the tenant, or ask for a guest account."},
	"50057":   {"The user's account is disabled.", "Ask an administrator to enable it, or sign in with another."},
	"50105":   {"The user is not assigned to the app.", "An administrator assigns the user: Entra admin center > Enterprise applications > your app > Users and groups."},
	"7000112": {"The app is disabled in this tenant.", "An administrator enables it: Entra admin center > Enterprise applications > your app > Properties."},
	"500011":  {"The tenant does not know the service that the token is for.", "Check PEERDASH_GRAPH_URL."},
	"70011":   {"The scope is not valid.", "Check PEERDASH_GRAPH_URL."},
	"1002012": {"The scope is not valid.", "Check PEERDASH_GRAPH_URL."},
	"70016":   {"The sign-in at the address has not been completed.", newCode},
	"70018":   {"The device code is not known, or was used.", newCode},
	"70019":   {"The device code has expired.", newCode},
	"70020":   {"The device code has expired.", newCode},

	"invalid_client":         {"The app's secret, certificate or token was not accepted.", "Check the credential: " + inPortal + "Certificates & secrets."},
	"unauthorized_client":    {"The app may not sign in in this way.", checkIDs},
	"invalid_grant":          {"The sign-in is not valid any more.", signInAgain},
	"interaction_required":   {"The sign-in needs a person.", signInAgain},
	"login_required":         {"The sign-in needs a person.", signInAgain},
	"consent_required":       {"The app needs consent.", consent},
	"invalid_scope":          {"The scope is not valid.", "Check PEERDASH_GRAPH_URL."},
	"invalid_request":        {"The request was not understood.", checkIDs},
	"unsupported_grant_type": {"The sign-in root does not offer this way of signing in.", "Check PEERDASH_LOGIN_URL."},
	"access_denied":          {"The sign-in was declined.", "Sign in again and accept."},
	"authorization_declined": {"The sign-in was declined.", "Sign in again and accept."},
	"expired_token":          {"The device code has expired.", newCode},
	"bad_verification_code":  {"The device code is not known, or was used.", newCode},
}
