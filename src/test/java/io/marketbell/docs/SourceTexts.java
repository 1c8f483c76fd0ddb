package io.marketbell.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** String literals and concatenations of src/main/java, with <code>{}</code> for every part that is not a literal. */
final class SourceTexts {

    /**
     * @param type simple name of the source file's class
     * @param sink method with its receiver, or class, that the text is an argument of, such as <code>Problem.of</code>;
     *     may be empty
     * @param text with <code>{}</code> for values
     */
    record Text(String type, String sink, String text) {}

    private SourceTexts() {}

    /** Excludes texts of annotations and of {@code toString}. */
    static List<Text> all() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Text> texts = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> paths = sources.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(paths));
            for (CompilationUnitTree unit : task.parse()) {
                String file =
                        Path.of(unit.getSourceFile().toUri()).getFileName().toString();
                new Scanner(file.replace(".java", ""), texts).scan(unit, null);
            }
        }
        return texts;
    }

    private static final class Scanner extends TreePathScanner<Void, Void> {
        private final String type;
        private final List<Text> texts;

        Scanner(String type, List<Text> texts) {
            this.type = type;
            this.texts = texts;
        }

        @Override
        public Void visitAnnotation(AnnotationTree annotation, Void unused) {
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            return method.getName().contentEquals("toString") ? null : super.visitMethod(method, unused);
        }

        @Override
        public Void visitBinary(BinaryTree binary, Void unused) {
            if (!isText(binary)) {
                return super.visitBinary(binary, unused);
            }
            add(template(binary));
            return null;
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void unused) {
            if (isText(literal)) {
                add(template(literal));
            }
            return null;
        }

        private void add(String text) {
            texts.add(new Text(type, sink(getCurrentPath().getParentPath()), text));
        }

        private static String sink(TreePath path) {
            for (TreePath at = path; at != null; at = at.getParentPath()) {
                Tree tree = at.getLeaf();
                String name = tree instanceof MethodInvocationTree call
                        ? call.getMethodSelect().toString()
                        : tree instanceof NewClassTree made
                                ? made.getIdentifier().toString()
                                : null;
                if (name != null) {
                    return name.replaceAll("(?s)\\s|\\(.*\\)", "").replaceAll(".*\\.(?=\\w*\\.\\w+$)", "");
                }
            }
            return "";
        }

        private static boolean isText(Tree tree) {
            if (tree instanceof LiteralTree literal) {
                return literal.getValue() instanceof String;
            }
            if (tree instanceof ParenthesizedTree inner) {
                return isText(inner.getExpression());
            }
            return tree instanceof BinaryTree binary
                    && binary.getKind() == Tree.Kind.PLUS
                    && (isText(binary.getLeftOperand()) || isText(binary.getRightOperand()));
        }

        private static String template(Tree tree) {
            if (tree instanceof LiteralTree literal) {
                return String.valueOf(literal.getValue());
            }
            if (tree instanceof ParenthesizedTree inner && isText(inner)) {
                return template(inner.getExpression());
            }
            return tree instanceof BinaryTree binary && isText(binary)
                    ? template(binary.getLeftOperand()) + template(binary.getRightOperand())
                    : "{}";
        }
    }
}
