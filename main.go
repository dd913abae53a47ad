// Command peerdash shows in a terminal how an organization's peer-to-peer Skype for Business sessions develop.
package main

func main() {}
