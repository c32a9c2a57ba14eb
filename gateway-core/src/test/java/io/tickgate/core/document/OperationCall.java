package io.tickgate.core.document;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One operation of an OpenAPI document, and how to ask for it with the document's own examples.
 *
 * @param path with its variables
 */
public record OperationCall(ApiDocument document, String path, String method, Map<String, Object> operation) {
    /** All of a document, in its order. */
    public static List<OperationCall> of(ApiDocument document) {
        List<OperationCall> calls = new ArrayList<>();
        document.at("paths")
                .forEach((path, content) -> ApiDocument.map(content).forEach((method, operation) -> {
                    if (!method.equals("parameters")) {
                        calls.add(new OperationCall(
                                document, path, method.toUpperCase(Locale.ROOT), ApiDocument.map(operation)));
                    }
                }));
        return calls;
    }

    public String id() {
        return (String) operation.get("operationId");
    }

    /** Those of the path and its own. */
    public List<Map<String, Object>> parameters() {
        List<Map<String, Object>> all = new ArrayList<>(document.list(document.at("paths", path), "parameters"));
        all.addAll(document.list(operation, "parameters"));
        return all;
    }

    /** The target with every example of a parameter in its place. */
    public String target(Map<String, String> others) {
        String target = path;
        StringBuilder query = new StringBuilder();
        Map<String, String> values = new HashMap<>();
        for (Map<String, Object> parameter : parameters()) {
            if (parameter.containsKey("example")) {
                values.put((String) parameter.get("name"), String.valueOf(parameter.get("example")));
            }
        }
        values.putAll(others);
        for (Map<String, Object> parameter : parameters()) {
            String name = (String) parameter.get("name");
            String value = values.get(name);
            if (value != null && parameter.get("in").equals("path")) {
                target = target.replace("{" + name + "}", encoded(value));
            } else if (value != null) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(encoded(value));
            }
        }
        return target + query;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The bodies that it reads, by their media types. */
    public Map<String, Object> bodies() {
        return document.child(document.child(operation, "requestBody"), "content");
    }

    /** The examples of its body as text, by the media type that has some; a single empty one where it takes none. */
    public List<String> examples() {
        List<String> examples = new ArrayList<>();
        bodies().values()
                .forEach(content -> document.child(ApiDocument.map(content), "examples")
                        .values()
                        .forEach(example -> {
                            Object value = ApiDocument.map(example).get("value");
                            examples.add(value instanceof String lines ? lines : ApiDocument.json(value));
                        }));
        return examples.isEmpty() ? List.of("") : examples;
    }

    /** The first media type of its body; empty where it takes none. */
    public String bodyType() {
        return bodies().keySet().stream().findFirst().orElse("");
    }

    /** What is said of an answer of that status, or null. */
    public Map<String, Object> response(int status) {
        Map<String, Object> responses = document.child(operation, "responses");
        Object response = responses.get(Integer.toString(status));
        return response == null ? null : document.resolve(ApiDocument.map(response));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
