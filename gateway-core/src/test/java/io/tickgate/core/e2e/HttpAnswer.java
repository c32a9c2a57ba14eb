package io.tickgate.core.e2e;

import java.util.List;
import java.util.Map;

/** An HTTP response as it came. */
record HttpAnswer(int status, List<String> headers, String body) {
    /** The value of the first field of that name, or null. */
    String header(String name) {
        return headers.stream()
                .filter(line -> line.substring(0, line.indexOf(':')).equalsIgnoreCase(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(null);
    }

    Map<String, Object> json() {
        return Json.object(body);
    }
}
