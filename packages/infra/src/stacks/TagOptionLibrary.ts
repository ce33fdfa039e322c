import { aws_servicecatalog as servicecatalog } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The TagOptions of an account. AWS keeps one for each key and value, whatever portfolios use it. */
export class TagOptionLibrary extends Construct {
  /**
   * Associates the values that a tag may have with a portfolio.
   *
   * @param scope - where the association belongs
   */
  associate(
    scope: Construct,
    portfolio: servicecatalog.IPortfolio,
    allowed: { [key: string]: readonly string[] },
  ): void {
    for (const [key, values] of Object.entries(allowed)) {
      for (const value of values) {
        const option = this.option(key, value);
        new servicecatalog.CfnTagOptionAssociation(
          scope,
          `TagOption${key}=${value}`,
          { resourceId: portfolio.portfolioId, tagOptionId: option.ref },
        );
      }
    }
  }

  private option(key: string, value: string): servicecatalog.CfnTagOption {
    const id = `${key}=${value}`;
    return (
      (this.node.tryFindChild(id) as servicecatalog.CfnTagOption | undefined) ??
      new servicecatalog.CfnTagOption(this, id, { key, value, active: true })
    );
  }
}
