/** A block at the top level of a Terraform file, such as `variable "name" { … }`. */
export interface HclBlock {
  type: string;
  /** Its first label. */
  label?: string;
  /** Expressions as they are written, by the name of the argument. Nested blocks are left out. */
  arguments: { [name: string]: string };
}

interface Token {
  kind: 'string' | 'word' | 'newline' | 'other';
  text: string;
  start: number;
  end: number;
}

/**
 * The blocks of a file in Terraform's language. It is read as far as needed to find arguments: nothing is
 * evaluated, and what cannot be read is skipped.
 */
export function hclBlocks(text: string): HclBlock[] {
  const tokens = tokenize(text);
  const blocks: HclBlock[] = [];
  let index = 0;
  while (index < tokens.length) {
    const header = headerAt(tokens, index);
    if (!header) {
      index += 1;
    } else {
      const end = closing(tokens, header.end);
      blocks.push({
        type: header.type,
        label: header.label,
        arguments: argumentsIn(text, tokens.slice(header.end + 1, end)),
      });
      index = end + 1;
    }
  }
  return blocks;
}

/** The text of a string literal or of a heredoc; of any other expression what is written. */
export function hclText(expression: string): string {
  if (expression.startsWith('<<')) {
    return heredocText(expression);
  }
  if (!/^".*"$/s.test(expression)) {
    return expression;
  }
  try {
    return String(JSON.parse(expression));
  } catch {
    return expression.slice(1, -1);
  }
}

/** The lines between the markers, without the indentation that `<<-` asks to leave out. */
function heredocText(expression: string): string {
  const lines = expression.split('\n').slice(1, -1);
  const indentation = expression.startsWith('<<-')
    ? Math.min(...lines.map(line => line.length - line.trimStart().length))
    : 0;
  return lines.map(line => line.slice(indentation)).join('\n');
}

/** A block's type and label, and where its brace opens. */
function headerAt(
  tokens: Token[],
  start: number,
): { type: string; label?: string; end: number } | undefined {
  if (tokens[start].kind !== 'word') {
    return undefined;
  }
  let end = start + 1;
  while (tokens[end]?.kind === 'string' || tokens[end]?.kind === 'word') {
    end += 1;
  }
  const label = tokens[start + 1];
  return tokens[end]?.text === '{'
    ? {
        type: tokens[start].text,
        label: end > start + 1 ? hclText(label.text) : undefined,
        end,
      }
    : undefined;
}

/** Where the bracket at the index is closed; the end of the tokens when it never is. */
function closing(tokens: Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    depth += depthChange(tokens[index]);
    if (depth === 0) {
      return index;
    }
  }
  return tokens.length;
}

function argumentsIn(text: string, body: Token[]): { [name: string]: string } {
  const found: { [name: string]: string } = {};
  let index = 0;
  while (index < body.length) {
    const [name, sign] = body.slice(index, index + 2);
    if (name.kind === 'word' && sign?.text === '=') {
      let end = index + 2;
      let depth = 0;
      while (end < body.length && (depth > 0 || body[end].kind !== 'newline')) {
        depth += depthChange(body[end]);
        end += 1;
      }
      if (end > index + 2) {
        found[name.text] = text.slice(body[index + 2].start, body[end - 1].end);
      }
      index = end;
    } else {
      index = name.text === '{' ? closing(body, index) + 1 : index + 1;
    }
  }
  return found;
}

function depthChange({ kind, text }: Token): number {
  if (kind !== 'other') {
    return 0;
  }
  if ('{[('.includes(text)) {
    return 1;
  }
  return '}])'.includes(text) ? -1 : 0;
}

const COMMENT = /#.*|\/\/.*|\/\*[^]*?\*\//y;
const HEREDOC = /<<-?([A-Za-z_]\w*)\n/y;
const WORD = /[A-Za-z_][\w-]*/y;
const BLANK = /[^\S\n]+/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  const add = (kind: Token['kind'], end: number) => {
    tokens.push({ kind, text: text.slice(start, end), start, end });
    start = end;
  };
  while (start < text.length) {
    const skipped =
      matchAt(COMMENT, text, start) ?? matchAt(BLANK, text, start);
    const heredoc = matchAt(HEREDOC, text, start);
    const word = matchAt(WORD, text, start);
    if (skipped) {
      start += skipped[0].length;
    } else if (heredoc) {
      add('string', endOfHeredoc(text, start + heredoc[0].length, heredoc[1]));
    } else if (word) {
      add('word', start + word[0].length);
    } else if (text[start] === '"') {
      add('string', endOfString(text, start));
    } else {
      add(text[start] === '\n' ? 'newline' : 'other', start + 1);
    }
  }
  return tokens;
}

function matchAt(
  pattern: RegExp,
  text: string,
  position: number,
): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

/** The end of the line that consists of nothing but the marker. */
function endOfHeredoc(text: string, start: number, marker: string): number {
  let position = start;
  while (position < text.length) {
    const newline = text.indexOf('\n', position);
    const end = newline < 0 ? text.length : newline;
    if (text.slice(position, end).trim() === marker) {
      return end;
    }
    position = end + 1;
  }
  return text.length;
}

/** The end of a string, which may hold expressions that hold strings themselves. */
function endOfString(text: string, start: number): number {
  let position = start + 1;
  let depth = 0;
  while (position < text.length) {
    const character = text[position];
    if (character === '\\') {
      position += 2;
    } else if (text.startsWith('${', position)) {
      depth += 1;
      position += 2;
    } else if (character === '"' && depth === 0) {
      return position + 1;
    } else if (character === '"') {
      position = endOfString(text, position);
    } else {
      depth -= character === '}' && depth > 0 ? 1 : 0;
      position += 1;
    }
  }
  return text.length;
}
