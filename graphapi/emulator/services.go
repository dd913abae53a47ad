package emulator

// activeUsers are the users of each service. Office 365 is their union.
func (d day) activeUsers() counts {
	services := counts{
		"Exchange": share(d.present, 930), "OneDrive": d.inSeason(640), "SharePoint": d.inSeason(490),
		"Skype For Business": d.skypeUsers(), "Yammer": d.inSeason(60), "Teams": d.teamsActive(),
	}
	services["Office 365"] = min(union(services, 40), d.present)
	return services
}

// email falls a little while messages move to Teams.
func (d day) email() counts {
	const million = 1_000_000
	users := d.inSeason(930) * (million - teamsAdoption(d.date)/4) / million
	return counts{
		"Send":               d.vary("emails sent", 9*users),
		"Receive":            d.vary("emails received", 31*users),
		"Read":               d.vary("emails read", 24*users),
		"Meeting Created":    d.vary("meetings created", share(users, 420)),
		"Meeting Interacted": d.vary("meetings interacted", share(users, 1310)),
	}
}
