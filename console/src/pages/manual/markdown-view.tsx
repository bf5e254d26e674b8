import { createElement, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './manual.module.css';
import { type Block, parseInline, parseMarkdown } from './markdown.ts';

function Words({ text }: { text: string }): ReactElement {
  return (
    <>
      {parseInline(text).map((part, index) => {
        if (part.kind === 'code') return <code key={index}>{part.text}</code>;
        if (part.kind === 'strong') return <strong key={index}>{part.text}</strong>;
        if (part.kind === 'emphasis') return <em key={index}>{part.text}</em>;
        if (part.kind === 'link') {
          return (
            <a key={index} href={part.href} rel="noreferrer">
              {part.text}
            </a>
          );
        }
        return part.text;
      })}
    </>
  );
}

function TableBlock({ block }: { block: Extract<Block, { kind: 'table' }> }): ReactElement {
  const { t } = useTranslation();
  const named = block.head.some((cell) => cell !== '');
  return (
    <div
      className={styles.table}
      tabIndex={0}
      role="group"
      aria-label={named ? block.head.join(', ') : t('parts.details')}
    >
      <table>
        {named && (
          <thead>
            <tr>
              {block.head.map((cell, index) => (
                <th key={index} scope="col">
                  <Words text={cell} />
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Words text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BlockView({ block }: { block: Block }): ReactElement {
  switch (block.kind) {
    case 'heading':
      // The page has its h1; the manual's own title is its first section.
      return createElement(`h${Math.min(6, block.level + 1)}`, null, <Words text={block.text} />);
    case 'code':
      return <pre tabIndex={0}>{block.text}</pre>;
    case 'list':
      return createElement(
        block.ordered ? 'ol' : 'ul',
        null,
        block.items.map((text, index) => (
          <li key={index}>
            <Words text={text} />
          </li>
        )),
      );
    case 'quote':
      return (
        <blockquote>
          <Words text={block.text} />
        </blockquote>
      );
    case 'table':
      return <TableBlock block={block} />;
    case 'rule':
      return <hr />;
    default:
      return (
        <p>
          <Words text={block.text} />
        </p>
      );
  }
}

export function MarkdownView({ markdown }: { markdown: string }): ReactElement {
  return (
    <article className={styles.prose}>
      {parseMarkdown(markdown).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </article>
  );
}
