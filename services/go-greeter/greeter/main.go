// Command bootstrap greets by name. It speaks the Lambda Runtime API itself, with the standard library alone.
package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"unicode/utf8"
)

const longestName = 40

// request is what the greeter reads of an HTTP API's event of payload format 2.0.
type request struct {
	PathParameters map[string]string `json:"pathParameters"`
}

type response struct {
	StatusCode int               `json:"statusCode"`
	Headers    map[string]string `json:"headers"`
	Body       string            `json:"body"`
}

func greet(event []byte) (response, error) {
	var in request
	if err := json.Unmarshal(event, &in); err != nil {
		return response{}, fmt.Errorf("the event is no request: %w", err)
	}
	name := strings.TrimSpace(in.PathParameters["name"])
	if name == "" || utf8.RuneCountInString(name) > longestName {
		return answer(http.StatusBadRequest, map[string]string{
			"message": fmt.Sprintf("name: 1 to %d characters are allowed", longestName),
		})
	}
	return answer(http.StatusOK, map[string]string{"greeting": "Hello, " + name + "!"})
}

func answer(status int, body map[string]string) (response, error) {
	text, err := json.Marshal(body)
	return response{status, map[string]string{"content-type": "application/json"}, string(text)}, err
}

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	if err := serve(os.Getenv("AWS_LAMBDA_RUNTIME_API"), greet); err != nil {
		slog.Error("The runtime API can't be reached", "error", err.Error())
		os.Exit(1)
	}
}
