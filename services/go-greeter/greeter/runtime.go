package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
)

// serve takes one invocation after the other from the Lambda Runtime API at an address, for as long as the environment lives.
func serve(address string, handle func([]byte) (response, error)) error {
	base := "http://" + address + "/2018-06-01/runtime/invocation/"
	// Waiting for the next invocation may take hours: no time limit.
	client := &http.Client{}
	for {
		next, err := client.Get(base + "next")
		if err != nil {
			return err
		}
		event, err := io.ReadAll(next.Body)
		next.Body.Close()
		if err != nil {
			return err
		}
		if err := settle(client, base+next.Header.Get("Lambda-Runtime-Aws-Request-Id"), event, handle); err != nil {
			return err
		}
	}
}

// settle runs the handler and reports what came of it.
func settle(client *http.Client, invocation string, event []byte, handle func([]byte) (response, error)) error {
	result, err := handle(event)
	if err == nil {
		return post(client, invocation+"/response", result)
	}
	slog.Error("The invocation failed", "error", err.Error())
	failure := map[string]any{"errorType": "Greeter.Failed", "errorMessage": err.Error(), "stackTrace": []string{}}
	return post(client, invocation+"/error", failure)
}

func post(client *http.Client, url string, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	done, err := client.Post(url, "application/json", bytes.NewReader(text))
	if err != nil {
		return err
	}
	defer done.Body.Close()
	if done.StatusCode >= 300 {
		return fmt.Errorf("the runtime API answered %s", done.Status)
	}
	_, err = io.Copy(io.Discard, done.Body)
	return err
}
