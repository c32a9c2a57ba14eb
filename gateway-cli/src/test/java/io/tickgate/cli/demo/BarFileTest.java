package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarFileTest {
    private static final String GOOD = "IBM,2000-03-01,102.0,105.5,100.31,100.31,10807800,83.3";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void theShippedFileHoldsEveryBarOfFiveTickers() throws Exception {
        List<BarSeries> series = BarFile.read(BarFiles.SHIPPED);

        assertThat(series).extracting(BarSeries::symbol).containsExactly("AAPL", "FB", "GOOG", "IBM", "MSFT");
        assertThat(series.stream().mapToInt(BarSeries::count).sum()).isEqualTo(12_154);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.csv.gz");

        assertThatThrownBy(() -> BarFile.read(missing))
                .isInstanceOf(BarFileException.class)
                .hasMessage(missing + ": there is no such file");
    }

    @Test
    void aFileThatIsNoGzipIsRefused() throws IOException {
        Path plain = Files.writeString(directory.resolve("plain.csv"), BarFile.HEADER + "\n" + GOOD + "\n");

        assertThatThrownBy(() -> BarFile.read(plain)).hasMessageStartingWith(plain + ": is not a gzip file");
    }

    @Test
    void aFileThatWasCutOffIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(BarFiles.SHIPPED);
        Path cut = Files.write(directory.resolve("cut.csv.gz"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> BarFile.read(cut)).hasMessageStartingWith(cut + ": ends early, after line ");
    }

    @Test
    void anotherHeaderIsRefused() throws IOException {
        Path file = BarFiles.write(directory, "a,b", GOOD);

        assertThatThrownBy(() -> BarFile.read(file)).hasMessageContaining("line 1: the first line must be");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IBM,2000-03-01,1,1,1,1,1                   | has 7 columns instead of 8",
                "I\"M,2000-03-02,1.0,1.0,1.0,1.0,1,1         | Ticker is no symbol",
                "IBM,2000-02-30,1.0,1.0,1.0,1.0,1,1         | Date is no date such as 2013-03-01: 2000-02-30",
                "IBM,2000-03-01,1.0,1.0,1.0,1.0,1,1         | Date is not after the bar before it of IBM",
                "IBM,2000-03-02,-1.0,1.0,1.0,1.0,1,1        | Open is no price: -1.0",
                "IBM,2000-03-02,1.0,1.0,1.0,1.0x,1,1        | Close is no price: 1.0x",
                "IBM,2000-03-02,1.0,1.,1.0,1.0,1,1          | High is no price: 1.",
                "IBM,2000-03-02,1.0,1.0,2.0,1.0,1,1         | Open and Close must lie between Low and High",
                "IBM,2000-03-02,1.0,1.0,1.0,1.0,1.5,1       | Volume is no whole number: 1.5",
                "IBM,2000-03-02,1.0,1.0,1.0,1.0,1,0         | Adj Close is no price: 0",
                "IBM,2000-03-02,1.0,1.0,1.0,1.0,1,NaN       | Adj Close is no price: NaN"
            })
    void aWrongLineIsNamedWithWhatIsWrong(String line, String message) throws IOException {
        Path file = BarFiles.write(directory, BarFile.HEADER, GOOD, line);

        assertThatThrownBy(() -> BarFile.read(file))
                .isInstanceOf(BarFileException.class)
                .hasMessageStartingWith(file + ", line 3: " + message);
    }

    @Test
    void aLineWithoutEndIsNotCollected() throws IOException {
        Path file = BarFiles.write(directory, BarFile.HEADER, "x".repeat(1000));

        assertThatThrownBy(() -> BarFile.read(file)).hasMessageContaining("line 2: is longer than 400 characters");
    }
}
