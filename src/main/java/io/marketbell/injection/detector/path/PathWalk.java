package io.marketbell.injection.detector.path;

import static io.marketbell.injection.detector.path.FoldedPath.isBlank;
import static io.marketbell.injection.detector.path.FoldedPath.isLetter;
import static io.marketbell.injection.detector.path.FoldedPath.isName;
import static io.marketbell.injection.detector.path.FoldedPath.isOnward;

import io.marketbell.injection.detector.path.PathEvidence.Kind;
import io.marketbell.injection.detector.path.PathText.Use;

/** Reads a folded path once, from its beginning to its end, and collects evidence. */
final class PathWalk {
    /** Maximum number of characters between a sensitive directory and a name in it. */
    private static final int GAP = 24;
    /** Maximum number of characters inspected in the parameters of a segment. */
    private static final int PARAMETERS = 40;
    /** Maximum number of blanks that some systems remove after a segment. */
    private static final int BLANKS = 3;
    /** Maximum number of separators between two full stops. */
    private static final int SEPARATORS = 4;

    private final FoldedPath path;
    private final char[] all;
    private final int length;
    private final Use use;
    private final PathEvidence evidence;

    /** The next separator, see {@link #slash(int)}. */
    private int slash;
    /** The flag of the directory of the operating system that was seen last, and the position after it. */
    private int directory;

    private int directoryEnd;
    private int space = -1;
    /** The number of separators before this position, and whether an absolute path can begin with them. */
    private int slashes;

    private boolean rooted;
    /** Whether the name being read has a full stop, a hyphen or an underscore, and so may have a suffix. */
    private boolean marked;
    /** The number of complete segments of the absolute path being read; -1 if none is. */
    private int segments = -1;

    PathWalk(FoldedPath path, Use use, PathEvidence evidence) {
        this.path = path;
        this.all = path.all;
        this.length = path.length();
        this.use = use;
        this.evidence = evidence;
    }

    void walk() {
        share();
        int at = 0;
        while (at < length && !evidence.isEnough()) {
            char c = all[at];
            if (isName(c)) {
                int end = at;
                marked = false;
                while (end < length && isName(all[end])) {
                    marked |= all[end] < '0' || all[end] == '_';
                    end++;
                }
                run(at, end);
                at = end;
            } else {
                sign(at, c);
                at++;
            }
        }
    }

    private void found(boolean found, Kind kind) {
        if (found) {
            evidence.add(kind);
        }
    }

    private void sign(int at, char c) {
        if (c == '/') {
            if (slashes == 0) {
                segments += segments < 0 ? 0 : 1;
                drive(at);
                archive(at);
                variable(at);
                rooted = path.isStart(at);
            }
            slashes++;
            boolean inUrl = use == Use.URL && slashes > 1;
            boolean host = slashes == 2 && path.at(at - 2) == ':';
            rooted = rooted && !host || inUrl;
            return;
        }
        slashes = 0;
        rooted = false;
        segments = -1;
        space = c <= ' ' || c == ',' ? at : space;
        if (c == ':') {
            Schemes.find(path, at, evidence);
        } else if (c == '~') {
            home(at);
        }
    }

    private void run(int from, int to) {
        boolean begins = slashes > 0 && rooted;
        boolean within = use != Use.URL || slashes > 1;
        if (isDots(from, to)) {
            dots(from, to);
        } else if (to - from > 1 || all[from] != '.') {
            name(from, to, begins, within);
        } else {
            found(isTwin(to), Kind.DISGUISED_CLIMB);
        }
        boolean same = to - from == 1 && all[from] == '.'; // "/./" is "/"
        if (!same) {
            rooted = false;
            slashes = 0;
        }
    }

    private boolean isDots(int from, int to) {
        for (int i = from; i < to; i++) {
            if (all[i] != '.') {
                return false;
            }
        }
        return to - from > 1;
    }

    private void dots(int from, int to) {
        int end = to;
        if (all[end] == ';') {
            end = Math.min(slash(end), Math.min(length, to + PARAMETERS)); // some servers read ..;x=1/ as ..
        }
        boolean whole = from <= path.begin() || all[from - 1] == '/';
        boolean lenient = use == Use.URL || path.isDisguised();
        boolean separated = end < length && all[end] == '/';
        if (to - from > 2) {
            boolean doubled = separated && all[end + 1] == '/';
            boolean dotted = separated && all[end + 1] == '.' && all[end + 2] == '/';
            boolean again = separated
                    && from > 3
                    && all[from - 1] == '/'
                    && all[from - 2] == '.'
                    && all[from - 3] == '.'
                    && all[from - 4] == '.';
            boolean lengthened =
                    whole && separated && (to - from > 3 || use != Use.FREE_TEXT && isOnward(all[end + 1]));
            found(doubled || dotted || again || lengthened, Kind.DISGUISED_CLIMB);
            return;
        }
        if (separated) {
            boolean last = end + 1 >= length;
            boolean onward = lenient || (last ? whole : isOnward(all[end + 1]));
            found(onward, end > to || path.isDisguised() ? Kind.DISGUISED_CLIMB : Kind.CLIMB);
        } else if (end >= length) {
            boolean alone = from <= path.begin() && use == Use.FREE_TEXT; // a hesitation
            boolean root = from == 1; // "/..": the root has no parent
            found(lenient || whole && !alone && !root, Kind.CLIMB);
        } else {
            found(whole && isSpaced(to), Kind.DISGUISED_CLIMB);
        }
    }

    /** {@code .\/./}: becomes {@code ../} where the separators between are removed. */
    private boolean isTwin(int to) {
        int at = to;
        while (at < to + SEPARATORS && path.at(at) == '/') {
            at++;
        }
        return at > to + 1 && at + 1 < length && all[at] == '.' && all[at + 1] == '/';
    }

    /** {@code .. /}: some systems remove blanks at the end of a segment. */
    private boolean isSpaced(int to) {
        int at = to;
        while (at < to + BLANKS && isBlank(path.at(at))) {
            at++;
        }
        return at > to && all[at] == '/' && (all[at + 1] == '.' || isName(all[at + 1]) || isBlank(all[at + 1]));
    }

    /** The next one from this position on. Must be called in ascending order; each character is read once. */
    private int slash(int from) {
        slash = Math.max(slash, from);
        while (slash < length && all[slash] != '/') {
            slash++;
        }
        return slash;
    }

    /**
     * @param begins whether an absolute path can begin with it
     * @param value whether that path is a value, not the URL itself
     */
    private void name(int from, int to, boolean begins, boolean value) {
        char before = path.at(from - 1);
        boolean separated = from == 0 || before == '/' || before == '%' || before == '=';
        int sections = SensitiveFiles.sections(all, from, to);
        boolean near = directory != 0 && from - directoryEnd <= GAP && space < directoryEnd;
        int within = near ? directory : 0;
        boolean sensitive = SensitiveFiles.isSensitive(all, from, to, sections, within, separated)
                || marked && SensitiveFiles.isCopy(all, from, to, within, separated);
        found(sensitive, Kind.SENSITIVE);
        boolean hidden = all[from] == '.' && isLetter(all[from + 1]) && before == '/';
        found(hidden && (sections & SensitiveFiles.PUBLIC) == 0, Kind.HIDDEN);
        if (begins) {
            segments = value ? 0 : -1;
            boolean followed = all[to] == '/' && isOnward(all[to + 1]);
            found(followed && (sections & SensitiveFiles.SYSTEM_ROOT) != 0, Kind.SYSTEM);
            found(followed && value && (sections & SensitiveFiles.ROOT) != 0, Kind.ABSOLUTE);
        }
        if (segments > 0 && all[to] != '/') {
            found(SensitiveFiles.isInternal(all, from, to), Kind.INTERNAL);
            if (SensitiveFiles.isDocument(all, from, to)) {
                evidence.addDocument();
            }
        }
        if ((sections & SensitiveFiles.DIRECTORY) != 0) {
            directory = sections & SensitiveFiles.DIRECTORY;
            directoryEnd = to;
        }
    }

    /** {@code c:/x}. */
    private void drive(int slash) {
        boolean letter = path.at(slash - 1) == ':' && slash > 1 && isLetter(all[slash - 2]);
        boolean start = letter && (path.isStart(slash - 2) || path.at(slash - 3) == '/');
        if (start && isName(all[slash + 1]) || start && all[slash + 1] == '/' && isName(all[slash + 2])) {
            evidence.add(Kind.ABSOLUTE);
            segments = 0;
        }
    }

    /** {@code x.jar!/}. */
    private void archive(int slash) {
        if (path.at(slash - 1) == '!') {
            int to = slash - 1;
            int from = to;
            while (from > 0 && from > to - 6 && isName(all[from - 1])) {
                from--;
            }
            found(SensitiveFiles.isArchive(all, from, to), Kind.RESOURCE);
        }
    }

    /** {@code %windir%/x}, {@code $home/x}, {@code ${user.home}/x}. */
    private void variable(int slash) {
        int begin = path.begin();
        char last = path.at(slash - 1);
        boolean percent = all[begin] == '%' && last == '%' && slash - begin > 3 && isLetter(all[begin + 1]);
        boolean braces = all[begin] == '$' && last == '}' && all[begin + 1] == '{';
        boolean plain = all[begin] == '$' && slash == begin + 5 && new String(all, begin + 1, 4).equals("home");
        found((percent || braces || plain) && isName(all[slash + 1]), Kind.ABSOLUTE);
    }

    /** {@code ~/x}, {@code ~root/x}. */
    private void home(int tilde) {
        if (!path.isStart(tilde) && path.at(tilde - 1) != '/') {
            return;
        }
        int at = tilde + 1;
        while (at < tilde + PARAMETERS && at < length && isLetter(all[at])) {
            at++;
        }
        if (all[at] == '/' && isName(all[at + 1])) {
            evidence.add(Kind.ABSOLUTE);
            segments = 0;
        }
    }

    /** {@code \\host\share}, {@code //host/share}, {@code \\?\c:}, {@code \??\c:}. */
    private void share() {
        int begin = path.begin();
        int at = begin;
        while (all[at] == '/') {
            at++;
        }
        boolean twice = at - begin > 1 && use != Use.URL;
        boolean device = at - begin > 0 && (all[at] == '?' || twice && all[at] == '.');
        if (device) {
            int marks = at;
            while (all[at] == '?' && at < marks + 2) {
                at++;
            }
            at += all[at] == '.' ? 1 : 0;
            boolean pipe = at - begin > 2 && all[at] == '/' && isName(all[at + 1]) && all[at + 1] != '.';
            found(pipe, Kind.RESOURCE);
            return;
        }
        if (!twice && !path.isShare()) {
            return;
        }
        int host = at;
        while (at < length && (isName(all[at]) || ":[]@".indexOf(all[at]) >= 0)) {
            at++;
        }
        boolean named = at > host && all[at] == '/' && (isName(all[at + 1]) || all[at + 1] == '$');
        found(named, Kind.SHARE);
    }
}
