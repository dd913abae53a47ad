//go:build !unix

package ui

func continueProcess() {}
