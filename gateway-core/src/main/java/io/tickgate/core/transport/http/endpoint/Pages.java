package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpEndpoint;
import java.util.List;

/** The pages for browsers, which {@code pages/} in the sources builds. */
public final class Pages {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String PICTURE = "image/svg+xml";
    private static final String ASSETS = "/assets/";
    private static final String ICON = "icon.svg";
    private static final String TEXT = "text/plain; charset=utf-8";
    /** Of what others have made and the pages contain: to be had wherever these are. */
    private static final String LICENCES = "licences.txt";

    private Pages() {}

    /** The trading view, at the root of the public listener. */
    public static List<HttpEndpoint> trading() {
        return of("/", "trading");
    }

    /** The operations page, for the operator's listener. */
    public static List<HttpEndpoint> operations() {
        return of("/ops", "ops");
    }

    private static List<HttpEndpoint> of(String path, String name) {
        AnswerThread thread = new AnswerThread("pages");
        return List.of(
                page(path, name + ".html", HTML, thread),
                page(ASSETS + name + ".js", name + ".js", SCRIPT, thread),
                page(ASSETS + name + ".css", name + ".css", STYLE, thread),
                page(ASSETS + ICON, ICON, PICTURE, thread),
                page(ASSETS + LICENCES, LICENCES, TEXT, thread));
    }

    private static HttpEndpoint page(String path, String file, String type, AnswerThread thread) {
        return new PageEndpoint(path, () -> PageContent.read("pages/" + file), type, thread);
    }
}
