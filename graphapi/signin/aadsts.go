package signin

import "peerdash/graphapi/problem"

// advice is what a refusal means and what to do about it.
type advice struct {
	why, do string
	// remedies are what the program itself can do about it.
	remedies []problem.Remedy
	// final is a refusal that no new sign-in changes: a policy, or a limit of the sign-in root.
	final bool
}

const (
	inPortal     = "In the Microsoft Entra admin center, App registrations > your app > "
	consent      = inPortal + "API permissions: an administrator chooses Grant admin consent for Reports.Read.All."
	newSecret    = inPortal + "Certificates & secrets: make a new client secret and put its Value into AZURE_CLIENT_SECRET."
	federation   = inPortal + "Certificates & secrets > Federated credentials: issuer, subject and audience must equal the token's."
	certificates = inPortal + "Certificates & secrets > Certificates: upload the certificate of AZURE_CLIENT_CERTIFICATE_PATH."
	askPolicy    = "Ask an administrator which Conditional Access policy it is: Microsoft Entra admin center > Sign-in logs lists it by the correlation id."
	checkIDs     = "Compare AZURE_CLIENT_ID and AZURE_TENANT_ID with the app's Overview page in the Microsoft Entra admin center."
	enterGUID    = "Set AZURE_TENANT_ID to the tenant's GUID or domain, from the Overview page of the Microsoft Entra admin center."
	waitMinutes  = "Wait a few minutes; if the error persists, look for a program that signs in repeatedly."
)

var signInAgain = []problem.Remedy{problem.SignInAgain}

// anotherPolicy is the advice for the numbers of policies that advices does not list. They begin with policyNumbers.
var anotherPolicy = advice{why: "A security policy of the tenant blocks the sign-in.", do: askPolicy, final: true}

const policyNumbers = "530"

// advices has the advice for each AADSTS number and, for refusals without a known number, for each error of RFC 6749. The numbers
// are documented at https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes.
var advices = map[string]advice{
	"7000218": {why: "The app may not sign in without a secret: public client flows are off.",
		do: inPortal + "Authentication > Advanced settings: set Allow public client flows to Yes."},
	"50076":   {why: "Multi-factor authentication is required.", do: "Confirm the sign-in with the second factor.", remedies: signInAgain},
	"50079":   {why: "The user must first enroll for multi-factor authentication.", do: "Enroll at https://aka.ms/mfasetup.", remedies: signInAgain},
	"50078":   {why: "The multi-factor authentication has expired.", remedies: signInAgain},
	"700016":  {why: "The tenant does not know this app.", do: checkIDs},
	"65001":   {why: "The app has no consent to read reports.", do: consent},
	"90094":   {why: "The permission needs an administrator's consent.", do: consent},
	"65004":   {why: "The consent to the app was declined.", do: "Accept the request for permissions, or ask an administrator to consent for all: API permissions > Grant admin consent.", remedies: signInAgain},
	"7000215": {why: "The client secret is wrong; often it is the secret's id in place of its value.", do: newSecret},
	"7000222": {why: "The client secret has expired.", do: newSecret},
	"7000216": {why: "The app must authenticate with a secret or a certificate.", do: "Set AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH."},
	"700027":  {why: "The certificate is not registered for the app, or does not match its key.", do: certificates},
	"700024":  {why: "The time in the assertion differs from the sign-in root's time.", do: "Set this computer's clock, or renew the federated token."},
	"700213":  {why: "No federated credential of the app matches the token.", do: federation},
	"70021":   {why: "No federated credential of the app matches the token.", do: federation},
	"50005":   {why: "A Conditional Access policy does not allow this kind of device.", do: askPolicy, final: true},
	"50131":   {why: "A Conditional Access policy blocks the sign-in.", do: askPolicy, final: true},
	"50097":   {why: "A Conditional Access policy requires a registered device, which a device code does not prove.", do: askPolicy, final: true},
	"50158":   {why: "A Conditional Access policy requires a check by another service.", do: askPolicy, final: true},
	"53000":   {why: "A Conditional Access policy requires a compliant device, which a device code does not prove.", do: askPolicy, final: true},
	"53001":   {why: "A Conditional Access policy requires a domain-joined device, which a device code does not prove.", do: askPolicy, final: true},
	"53002":   {why: "A Conditional Access policy requires an approved app.", do: askPolicy, final: true},
	"53003":   {why: "A Conditional Access policy blocks the sign-in.", do: askPolicy, final: true},
	"53004":   {why: "The user must register for multi-factor authentication, and a policy blocks that from here.", do: askPolicy, final: true},
	"530003":  {why: "A Conditional Access policy requires a managed device, which a device code does not prove.", do: askPolicy, final: true},
	"530032":  {why: "A security policy of the tenant blocks the sign-in.", do: askPolicy, final: true},
	"530035":  {why: "The tenant's security defaults block the sign-in.", do: askPolicy, final: true},
	"50196":   {why: "The sign-in root has found a loop of requests by this app.", do: waitMinutes, final: true},
	"50194":   {why: "The app belongs to one tenant and cannot be used under common.", do: enterGUID},
	"700082":  {why: "The stored sign-in has expired, because it was not used for too long.", remedies: signInAgain},
	"70008":   {why: "The stored sign-in has expired.", remedies: signInAgain},
	"50173":   {why: "The stored sign-in was revoked, for example by a changed password.", remedies: signInAgain},
	"90002":   {why: "There is no such tenant.", do: enterGUID},
	"90038":   {why: "The tenant is in another national cloud.", remedies: []problem.Remedy{problem.ChooseCloud}},
	"50020":   {why: "The user's account is not in this tenant.", do: "Use an account of the tenant, or ask for a guest account.", remedies: signInAgain},
	"50057":   {why: "The user's account is disabled.", do: "Ask an administrator to enable it, or use another account.", remedies: signInAgain},
	"50105":   {why: "The user is not assigned to the app.", do: "An administrator assigns the user: Microsoft Entra admin center > Enterprise applications > your app > Users and groups."},
	"7000112": {why: "The app is disabled in this tenant.", do: "An administrator enables it: Microsoft Entra admin center > Enterprise applications > your app > Properties."},
	"500011":  {why: "The tenant does not know the service that the token is for.", do: "Check PEERDASH_GRAPH_URL."},
	"70011":   {why: "The scope is not valid.", do: "Check PEERDASH_GRAPH_URL."},
	"1002012": {why: "The scope is not valid.", do: "Check PEERDASH_GRAPH_URL."},
	"70016":   {why: "The sign-in at the address has not been completed.", do: "Request a new code.", remedies: signInAgain},
	"70018":   {why: "The device code is not known, or was used.", do: "Request a new code.", remedies: signInAgain},
	"70019":   {why: "The device code has expired.", do: "Request a new code.", remedies: signInAgain},
	"70020":   {why: "The device code has expired.", do: "Request a new code.", remedies: signInAgain},

	"invalid_client":         {why: "The app's secret, certificate or token was not accepted.", do: "Check the credential: " + inPortal + "Certificates & secrets."},
	"unauthorized_client":    {why: "The app may not use this way of signing in.", do: checkIDs},
	"invalid_grant":          {why: "The sign-in is no longer valid.", remedies: signInAgain},
	"interaction_required":   {why: "A person must sign in.", remedies: signInAgain},
	"login_required":         {why: "A person must sign in.", remedies: signInAgain},
	"consent_required":       {why: "The app needs consent.", do: consent},
	"invalid_scope":          {why: "The scope is not valid.", do: "Check PEERDASH_GRAPH_URL."},
	"invalid_request":        {why: "The request was not understood.", do: checkIDs},
	"unsupported_grant_type": {why: "The sign-in root does not offer this way of signing in.", do: "Check PEERDASH_LOGIN_URL."},
	"access_denied":          {why: "The sign-in was declined.", do: "Accept the request for permissions.", remedies: signInAgain},
	"authorization_declined": {why: "The sign-in was declined.", do: "Accept the request for permissions.", remedies: signInAgain},
	"expired_token":          {why: "The device code has expired.", do: "Request a new code.", remedies: signInAgain},
	"bad_verification_code":  {why: "The device code is not known, or was used.", do: "Request a new code.", remedies: signInAgain},
}
