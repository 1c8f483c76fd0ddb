package io.marketbell.testkit.browser;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * One headless Chromium that records all console messages and violations of the content security policy, on every page.
 */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String base;
    private final ChromeDriver driver;
    private final List<String> complaints = new ArrayList<>();

    private Browser(String base, ChromeDriver driver) {
        this.base = base;
        this.driver = driver;
        // In session storage, because a page's own memory ends with the page.
        driver.executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of(
                        "source",
                        "addEventListener('securitypolicyviolation', e => sessionStorage.setItem('violations',"
                                + " (sessionStorage.getItem('violations') ?? '') + e.violatedDirective + ' '"
                                + " + e.blockedURI + ' in ' + e.sourceFile + '\\n'), true)"));
    }

    /** A browser for the server at this port. Skips the test if Chromium or its driver is missing. */
    public static Browser start(int port) {
        Path chromium = Programs.demand("chromium", "chromium-browser", "google-chrome");
        Path chromedriver = Programs.demand("chromedriver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toString());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.addArguments("--window-size=1280,900", "--lang=en", "--disable-background-networking");
        options.addArguments("--no-first-run", "--disable-component-update", "--disable-sync", "--disable-quic");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .withSilent(true)
                .build();
        return new Browser("http://localhost:" + port, new ChromeDriver(service, options));
    }

    public void open(String path) {
        driver.get(base + path);
    }

    /** Opens a view as the user of the key, in a new session. */
    public void openAs(String apiKey, String view) {
        open("/index.html");
        collect();
        open("/#/" + view);
        signIn(apiKey);
        find("#shell");
    }

    private void signIn(String apiKey) {
        type("input[name=key]", apiKey);
        press("Sign in");
    }

    /** Opens a window from the page in front, and puts it in front. The script must open exactly one. */
    public void inNewWindow(String script, Runnable actions) {
        String first = driver.getWindowHandle();
        Set<String> before = driver.getWindowHandles();
        run(script);
        Set<String> opened = new HashSet<>(driver.getWindowHandles());
        opened.removeAll(before);
        driver.switchTo().window(opened.iterator().next());
        try {
            actions.run();
        } finally {
            driver.close();
            driver.switchTo().window(first);
        }
    }

    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /**
     * Opens a page as on a first visit, with an empty cache, and signs in.
     *
     * @return milliseconds until the form existed, and from the sign-in until the element existed
     */
    public long firstVisit(String apiKey, String path, String css) {
        open("/index.html");
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", true));
        Object watching = driver.executeCdpCommand(
                        "Page.addScriptToEvaluateOnNewDocument",
                        Map.of(
                                "source",
                                "addEventListener('submit', () => window.submittedAt = performance.now(), true);"
                                        + "new MutationObserver(() => {"
                                        + " if (!window.formAt && document.querySelector('input[name=key]'))"
                                        + " window.formAt = performance.now();"
                                        + " if (!window.shownAt && document.querySelector('" + css
                                        + "')) window.shownAt = performance.now(); })"
                                        + ".observe(document, {childList: true, subtree: true})"))
                .get("identifier");
        open(path);
        signIn(apiKey);
        find(css);
        driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", watching));
        driver.executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", false));
        return ((Number) run("return Math.round(formAt + shownAt - submittedAt)")).longValue();
    }

    public void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    public WebElement find(String css) {
        return await(css, element -> true);
    }

    /** Waits for a visible element that satisfies the condition. */
    public WebElement await(String css, Predicate<WebElement> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                WebElement element = driver.findElement(By.cssSelector(css));
                if (element.isDisplayed() && condition.test(element)) {
                    return element;
                }
            } catch (NoSuchElementException | StaleElementReferenceException | JavascriptException e) {
                // not there yet, or replaced
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + PATIENCE + " for " + css + "; the page says: " + text());
            }
        }
    }

    public void awaitText(String css, String text) {
        await(css, element -> element.getText().contains(text));
    }

    /** Clicks an element; retries if the page replaces it just before the click. */
    public void click(String css) {
        await(css, element -> {
            element.click();
            return true;
        });
    }

    /** Clicks the button with this text in the dialog or page in front. */
    public void press(String text) {
        await("main, dialog", any -> true);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            List<WebElement> all = driver.findElements(By.cssSelector("dialog[open]:last-of-type button, main button"));
            try {
                for (WebElement button : all) {
                    if (button.getText().equals(text) && button.isEnabled() && button.isDisplayed()) {
                        button.click();
                        return;
                    }
                }
            } catch (StaleElementReferenceException e) {
                // replaced
            }
        }
        throw new AssertionError("no button " + text + "; the page says: " + text());
    }

    public void type(String css, String text) {
        await(css, field -> {
            field.clear();
            field.sendKeys(text);
            return true;
        });
    }

    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Returns the complaints since the last call, and clears them. */
    public List<String> complaints() {
        collect();
        List<String> all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    private void collect() {
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                complaints.add(entry.getLevel() + " " + entry.getMessage());
            }
        }
        if (String.valueOf(run("return location.protocol")).startsWith("http")
                && run(
                                "const v = sessionStorage.getItem('violations'); sessionStorage.removeItem('violations'); return v")
                        instanceof String violations) {
            Arrays.stream(violations.split("\n")).forEach(each -> complaints.add("policy: " + each));
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
