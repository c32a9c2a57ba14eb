package io.tickgate.cli.credential;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.JsonText;
import io.tickgate.cli.console.Shell;
import io.tickgate.core.auth.ApiKeys;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway api-key NAME}. */
@Command(
        name = "api-key",
        description = "Make an API key for a program, and the line by which a gateway knows it.",
        footer = {
            "",
            "The key is shown this once: the line for auth.api-keys holds its hash alone.",
            "",
            "Examples:",
            "  gateway api-key price-feed --publish market_data,chart_updates",
            "  gateway api-key dashboard --subscribe '*' --admin --json",
            "  curl -H 'X-API-Key: tg_...' http://localhost:8001/api/v1/websocket/status"
        })
public final class ApiKeyCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int KEY_BYTES = 32;

    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "What the log calls it.")
    private String name = "";

    @Mixin
    private final GrantOptions grants = new GrantOptions();

    @Option(names = "--json", description = "Print one JSON object with key and line.")
    private boolean json;

    public ApiKeyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Failure {
        if (!NAME.matcher(name).matches()) {
            throw new Failure(ExitCode.USAGE, "NAME must be 1 to 64 letters, digits and _ . -");
        }
        grants.check();
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        String key = "tg_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        List<String> words = new ArrayList<>(List.of(name, "sha256:" + ApiKeys.sha256(key)));
        words.addAll(grants.words());
        String line = String.join(" ", words);
        if (json) {
            shell.out().println(JsonText.of(writer -> {
                writer.beginObject(2);
                writer.name("key").string(key);
                writer.name("line").string(line);
                writer.endObject();
            }));
        } else {
            shell.out().println("key  " + key);
            shell.out().println("line " + line);
        }
        return ExitCode.OK.code();
    }
}
