package problem

// Remedy is something that the reader can do with the program itself: run one of its commands, or give one of its flags.
// A package that fails only names the remedy; the command line knows what its commands and flags are called and words it.
type Remedy int

// The remedies.
const (
	SignInAgain     Remedy = iota // sign in with a device code
	GetPermission                 // get the permission or role that Graph requires
	AllowMoreTime                 // allow more time for the whole exchange
	NameTenant                    // name the tenant, if none or several are known
	NameClient                    // name the app that signs in
	ReadFromGraph                 // read from Graph, if only stored data was wanted
	ReadStored                    // read stored data only
	ReadAllStored                 // read every stored day, whatever the period
	TryDemo                       // try the program without any configuration
	ShowStore                     // list what is stored
	ChooseCloud                   // choose the national cloud that the tenant is in
	ImportOlder                   // import reports of earlier days
	NameGraph                     // name the Graph from which the stored data comes
	NameOtherReport               // name the report that the files hold, or none
	remedyCount
)

// Remedies lists every remedy.
func Remedies() []Remedy {
	all := make([]Remedy, remedyCount)
	for i := range all {
		all[i] = Remedy(i)
	}
	return all
}
