package io.tickgate.bench.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.Bench;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int compare(Path... files) {
        String[] arguments = new String[files.length + 3];
        arguments[0] = "compare";
        arguments[1] = "--html";
        arguments[2] = directory.resolve("out.html").toString();
        for (int i = 0; i < files.length; i++) {
            arguments[3 + i] = files[i].toString();
        }
        return Bench.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private Path write(String name) throws IOException {
        return Files.writeString(directory.resolve(name + ".json"), JsonReport.of(MadeUp.run(name)));
    }

    @Test
    void earlierResultsComeToStandBesideEachOther() throws IOException {
        assertThat(compare(write("gateway"), write("floor"))).isZero();

        assertThat(Files.readString(directory.resolve("out.html")))
                .contains("<th scope=\"col\">gateway</th><th scope=\"col\">floor</th>");
    }

    @Test
    void aFileThatIsNoResultIsRefusedByName() throws IOException {
        Path other = Files.writeString(directory.resolve("other.json"), "{\"format\":\"else\"}");

        assertThat(compare(write("gateway"), other)).isEqualTo(2);

        assertThat(err.toString()).contains("other.json: format must be \"tickgate-load-result\"");
        assertThat(directory.resolve("out.html")).doesNotExist();
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThat(compare(directory.resolve("none.json"))).isEqualTo(1);

        assertThat(err.toString()).contains("none.json");
    }
}
