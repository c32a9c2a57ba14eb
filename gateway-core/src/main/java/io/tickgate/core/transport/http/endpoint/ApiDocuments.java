package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpEndpoint;
import java.util.List;

/** What describes a listener to machines: OpenAPI and AsyncAPI, in YAML as they were written, and in JSON. */
public final class ApiDocuments {
    private static final String OPENAPI = "/openapi";
    private static final String ASYNCAPI = "/asyncapi";
    private static final String YAML = "application/yaml";
    private static final String JSON = "application/json";

    private ApiDocuments() {}

    public static List<HttpEndpoint> ofPublicListener() {
        AnswerThread thread = new AnswerThread("documents");
        return List.of(
                yaml(OPENAPI, "openapi", thread),
                json(OPENAPI, "openapi", thread),
                yaml(ASYNCAPI, "asyncapi", thread),
                json(ASYNCAPI, "asyncapi", thread));
    }

    public static List<HttpEndpoint> ofAdminListener() {
        AnswerThread thread = new AnswerThread("documents");
        return List.of(yaml(OPENAPI, "admin-openapi", thread), json(OPENAPI, "admin-openapi", thread));
    }

    private static HttpEndpoint yaml(String path, String name, AnswerThread thread) {
        return new PageEndpoint(path + ".yaml", () -> read(name), YAML, thread);
    }

    private static HttpEndpoint json(String path, String name, AnswerThread thread) {
        return new PageEndpoint(path + ".json", () -> YamlAsJson.convert(read(name)), JSON, thread);
    }

    private static byte[] read(String name) {
        return PageContent.read("document/" + name + ".yaml");
    }
}
